import { newKid, newSecret } from '../../src/security/new-secret.ts';
import type { Store } from '../../src/store/store.ts';

/** So many servers in a row have different keys. */
const DIFFERENT = 4;
const made: ReturnType<typeof makeSecrets>[] = [];
let servers = 0;

/**
 * Gives a new store its first keys of signatures. A worker makes few of them, and uses them again: making those of a
 * server takes 100 ms.
 */
export async function giveKeys({ signingKeys }: Store, now: Date): Promise<void> {
  const { response, openid } = await (made[(servers += 1) % DIFFERENT] ??= makeSecrets());
  const kid = newKid();
  const key = { generation: 1, createdAt: now, activatesAt: now, expiresAt: null };
  await signingKeys.add({ ...key, purpose: 'response', kid: newKid(), secret: response });
  const secret = JSON.stringify({ ...(JSON.parse(openid) as object), kid });
  await signingKeys.add({ ...key, purpose: 'openid', kid, secret });
}

async function makeSecrets() {
  return { response: await newSecret('response', ''), openid: await newSecret('openid', '') };
}
