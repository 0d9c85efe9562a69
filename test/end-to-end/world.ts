import type { Device, License, SignInProof } from '../../examples/desktop-app/license-api.ts';
import type { Grant } from '../../examples/desktop-app/sign-in.ts';
import { DEFAULT_OIDC_SETTINGS } from '../../src/rules/oidc-connection.ts';
import { type Application, createApplication } from '../support/application.ts';
import { build } from '../support/build.ts';
import { type ForeignProvider, startForeignProvider } from '../support/foreign-provider.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import type { User } from '../support/user.ts';

export const ALICE = 'alice@acme.test';
export const BOB = 'bob@acme.test';
export const CAROL = 'carol@acme.test';
export const DAVE = 'dave@globex.test';
export const ERIN = 'erin@initech.test';

/** Those who hold a license, one for each way of signing in. */
export const people = [
  { account: 'globex', how: 'with a password', email: DAVE },
  { account: 'acme', how: 'at the demo identity provider', email: ALICE },
  { account: 'initech', how: 'at a foreign identity provider', email: ERIN },
];

/** What the application's page says at the end. */
export const SIGNED_IN = 'You are signed in. You can close this window.';

/** A server with the demo on it: one in the test's own process, or several in theirs. */
export type DemoServer = Pick<TestServer, 'url' | 'demo' | 'store' | 'close'>;

/**
 * The demo, and two more customer accounts: initech, whose identity provider shares no code with ours, and
 * umbrella, whose identity provider is down.
 */
export interface World {
  readonly server: DemoServer;
  readonly foreign: ForeignProvider;
  readonly application: Application;
  /** Dave's. */
  readonly password: string;
  /** What a person does in front of the page that asks who they are. */
  act(user: User, email: string): Promise<void>;
  /** Lets a person sign in, and activates a device that has not been seen before. */
  activate(
    user: User,
    email: string,
    grant?: Grant,
    before?: () => Promise<unknown>,
  ): Promise<{ device: Device; proof: SignInProof; license: License }>;
  /** Gives back every seat that `activate` took. */
  freeSeats(): Promise<void>;
  close(): Promise<void>;
}

/** @param start starts the server with the demo and these settings */
export async function startWorld(
  start: (env: Record<string, string>) => Promise<DemoServer> = (env) =>
    startServer({ demo: true, env }),
): Promise<World> {
  const foreign = await startForeignProvider([ERIN]);
  const server = await start({ LATCHKEY_PRIVATE_PROVIDERS: foreign.host });
  const application = await createApplication(server);
  const password = server.demo.people.find(({ email }) => email === DAVE)?.password ?? '';

  const make = build(server.store);
  const oidc = {
    ...DEFAULT_OIDC_SETTINGS,
    ...({ kind: 'oidc', client_id: 'latchkey', client_secret: 'a secret' } as const),
  };
  const initech = await make.account(
    { code: 'initech', name: 'Initech' },
    { ...oidc, issuer: foreign.issuer },
  );
  await make.account(
    { code: 'umbrella', name: 'Umbrella' },
    { ...oidc, issuer: 'http://127.0.0.1:9' },
  );
  const product = await server.store.products.findByCode('demo');
  const { id: userId } = await make.user({ email: ERIN });
  await make.license({
    product_id: product?.id ?? 0,
    customer_id: initech.customerId,
    userId,
  });

  const seats: { device: Device; username: string }[] = [];
  const act = (user: User, email: string) =>
    email === DAVE ? user.typePassword(DAVE, password) : user.choosePerson(email);
  return {
    server,
    foreign,
    application,
    password,
    act,

    async activate(user, email, grant = 'code', before = () => Promise.resolve()) {
      const device = application.newDevice();
      const account = email.replace(/^.*@|\.test$/g, '');
      const proof = await application.signIn(user, { account, grant }, async () => {
        await before();
        await act(user, email);
      });
      const license = await application.api.activate(device, proof);
      seats.push({ device, username: email });
      return { device, proof, license };
    },

    async freeSeats() {
      for (const { device, username } of seats.splice(0)) {
        // A test may have given it back itself.
        await application.api.deactivate(device, { username }).catch(() => undefined);
      }
    },

    async close() {
      await server.close();
      await foreign.close();
    },
  };
}
