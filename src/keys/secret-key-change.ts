import type { RunningServer } from '../store/tables/running-servers.ts';

/** How the secret key is changed while servers run: the one text of it, for help, refusals, `doctor` and the docs. */
export const secretKeySteps = [
  'Give every server both keys, the old one first: LATCHKEY_SECRET_KEY=old,new. Now each of them can open what any other seals. Where there is one server alone, begin with step 2.',
  'Give every server both keys, the new one first: LATCHKEY_SECRET_KEY=new,old. The first one seals.',
  'With both keys as in step 2, seal with the new one what the old one has sealed: latchkey keys reseal',
  'Leave the old key out: LATCHKEY_SECRET_KEY=new. Keep it with the backups that were made before.',
] as const;

/** What is to be done before everything can be sealed with a key. */
export interface MissingStep {
  readonly server: RunningServer;
  /** What is wrong with it, as a sentence. */
  readonly message: string;
  /** The step, with its number. */
  readonly step: string;
}

/**
 * The step that has to come before everything is sealed with a key: a server that does not have the key could open
 * nothing any more, and one that seals with another would go on to do so.
 * @param keyId of the key
 * @returns undefined where every server is ready for it
 */
export function missingStep(
  servers: readonly RunningServer[],
  keyId: string,
): MissingStep | undefined {
  const without = servers.find(({ secretKeyIds }) => !secretKeyIds.includes(keyId));
  if (without !== undefined) {
    const message = `The server ${without.name} does not have the secret key ${keyId}.`;
    // Where it is the only one, nobody else seals what it could not open.
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
