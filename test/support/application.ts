import { randomUUID } from 'node:crypto';
import {
  fetchPublicKey,
  LicenseApi,
  type Device,
  type SignInProof,
} from '../../examples/desktop-app/license-api.ts';
import { signIn, type Grant } from '../../examples/desktop-app/sign-in.ts';
import type { TestServer } from './start-server.ts';
import type { User } from './user.ts';

/** The desktop application of the examples, against a server of ours, with that server's key embedded. */
export async function createApplication(server: Pick<TestServer, 'url' | 'demo'>) {
  const api = new LicenseApi({
    server: server.url,
    apiKey: server.demo.api_key,
    sharedKey: server.demo.shared_key,
    publicKey: await fetchPublicKey(server.url),
  });

  return {
    api,

    /** A device that no other test has. */
    newDevice: (): Device => ({ product: 'demo', hardware_id: randomUUID() }),

    /** Sends the user to sign in; what they do there is told in `acts`. */
    signIn(
      user: User,
      request: { account: string; grant: Grant; email?: string },
      acts: () => Promise<void>,
    ): Promise<SignInProof> {
      return signIn(api, { product: 'demo', ...request }, async (url) => {
        await user.open(url);
        await acts();
        // Without this, a sign-in that went astray would be waited for.
        const { heading } = await user.page();
        if (!heading.endsWith('You can close this window.')) {
          throw new Error(`the sign-in did not end at the application, but at "${heading}"`);
        }
        return undefined;
      });
    },
  };
}

export type Application = Awaited<ReturnType<typeof createApplication>>;
