import type { RunningServer } from '../store/tables/running-servers.ts';

/** How to change the secret key while servers run. Shown by help texts, refusals, `doctor` and the docs. */
export const secretKeySteps = [
  'Give every server both keys, the old one first: LATCHKEY_SECRET_KEY=old,new. Now each server can read the secrets of all others. With only one server, begin with step 2.',
  'Give every server both keys, the new one first: LATCHKEY_SECRET_KEY=new,old. The first key seals.',
  'With both keys as in step 2, seal all secrets again with the new key: latchkey keys reseal',
  'Remove the old key: LATCHKEY_SECRET_KEY=new. Keep it with the backups that were made before.',
] as const;

/** A step that has to be done before all secrets can be sealed with a key. */
export interface MissingStep {
  readonly server: RunningServer;
  /** What is wrong with the server, as a sentence. */
  readonly message: string;
  /** The step as a sentence, with its number. */
  readonly step: string;
}

/**
 * Finds the step that has to be done before all secrets are sealed with a key. A server without the key could not open
 * them. A server that seals with another key would continue to do so.
 * @param keyId the id of the key
 * @returns undefined when every server is ready
 */
export function missingStep(
  servers: readonly RunningServer[],
  keyId: string,
): MissingStep | undefined {
  const without = servers.find(({ secretKeyIds }) => !secretKeyIds.includes(keyId));
  if (without !== undefined) {
    const message = `The server ${without.name} does not have the secret key ${keyId}.`;
    // Step 1 is for several servers: one alone can switch to the new key at once.
    return { server: without, message, step: stepText(servers.length === 1 ? 2 : 1) };
  }
  const sealing = servers.find(({ secretKeyIds: [first] }) => first !== keyId);
  if (sealing === undefined) return undefined;
  const message = `The server ${sealing.name} still seals with the secret key ${sealing.secretKeyIds[0] ?? ''}.`;
  return { server: sealing, message, step: stepText(2) };
}

/** One of the steps as a sentence, with its number. */
export function stepText(number: 1 | 2 | 3 | 4): string {
  return `Step ${number}: ${secretKeySteps[number - 1] ?? ''}`;
}
