import { Argument, type Command } from 'commander';
import { rotateKey } from '../../keys/rotate-key.ts';
import { missingStep, secretKeySteps, stepText } from '../../keys/secret-key-change.ts';
import { type Key, keysInOrder, type Purpose, purposes } from '../../rules/key-schedule.ts';
import type { Config } from '../../config/config.ts';
import { sealingOf } from '../../keys/secret-key-file.ts';
import type { Store } from '../../store/store.ts';
import { commandLine } from '../lib/command-line.ts';
import { confirm } from '../lib/confirm.ts';
import { type Context, print, printJson, say } from '../lib/context.ts';
import { Failure } from '../lib/failure.ts';
import { addFamilyExamples, paragraph, title } from '../lib/help.ts';
import { printTable } from '../lib/table.ts';
import { withStore } from '../lib/with-store.ts';

/** `latchkey keys …`. It works on the database; running servers notice changes within half a minute. */
export function addKeys(program: Command, context: Context): void {
  const family = program
    .command('keys')
    .description('keys that the server signs with, and the secret key');

  family
    .command('list')
    .description('list the keys in use, without the keys themselves')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: true }) => {
      const now = new Date();
      const keys = await withStore(context, (store) => store.signingKeys.list(now));
      const items = purposes.flatMap((purpose) => present(keysInOrder(keys, purpose, now), now));
      if (json === true) return printJson(context, { items, total: items.length });
      if (items.length === 0)
        return say(context, 'There are no keys yet. The first start of the server creates them.');
      printTable(
        context,
        ['Purpose', 'Key', 'State', 'Used from', 'Valid until'],
        items.map((item) => [item.purpose, item.kid, item.state, item.from, item.until]),
      );
    });

  family
    .command('rotate')
    .description('create the next key; it replaces the current one after a waiting time')
    .addArgument(new Argument('<purpose>', 'purpose of the key').choices(purposes))
    .option('--immediately', 'use it at once and make all previous keys invalid, after a leak')
    .option('--yes', 'do not ask')
    .option('--json', 'print one JSON document')
    .action(async (purpose: Purpose, options: { immediately?: true; yes?: true; json?: true }) => {
      const key = await withStore(context, (store) => rotate(context, store, purpose, options));
      if (options.json === true) return printJson(context, present([key], new Date())[0]);
      print(context, key.kid);
      say(context, `The key is in use from ${key.activatesAt.toISOString()} on.`);
    });

  family
    .command('reseal')
    .description('seal all secrets with the first key of LATCHKEY_SECRET_KEY')
    .option('--json', 'print one JSON document')
    .addHelpText('after', changeOfKeys())
    .action(async ({ json }: { json?: true }) => {
      const count = await withStore(context, reseal, { timeLimits: false });
      if (json === true) printJson(context, { sealed: count });
      else print(context, `Sealed again: ${count} values.`);
      say(context, `The database needs only the first key now. ${stepText(4)}`);
    });

  addFamilyExamples(family, [
    ['latchkey keys list'],
    ['latchkey keys rotate response', 'ship its public key first'],
    ['latchkey keys rotate openid --immediately', 'interrupts current sign-ins'],
    ['LATCHKEY_SECRET_KEY=new,old latchkey keys reseal', 'while the server runs'],
  ]);
}

async function rotate(
  context: Context,
  store: Store,
  purpose: Purpose,
  options: { immediately?: true; yes?: true },
): Promise<Key> {
  const now = new Date();
  if ((await store.signingKeys.list(now)).every((key) => key.purpose !== purpose)) {
    throw new Failure('refused', 'There is no key yet. The first start of the server creates it.');
  }
  const { immediately = false } = options;
  if (immediately) await confirm(context, `${WARNINGS[purpose]} Replace the key now?`, options);
  const key = await rotateKey(store, purpose, { now, origin: commandLine(), immediately });
  if (key !== undefined) return key;
  throw new Failure('refused', 'There is a next key already. It is not in use yet.', {
    advice:
      '`latchkey keys list` shows when it will be. With --immediately a new key is used at once.',
  });
}

/**
 * Seals all secrets with the first secret key.
 * @returns the number of values that were sealed again
 * @throws Failure when a running server does not have the first key
 */
async function reseal(store: Store, config: Config): Promise<number> {
  const { keyId } = sealingOf(config);
  await assertReady(store, keyId, 'Nothing was changed.');
  const { count, from, to } = await store.reseal();
  const event = { action: 'reseal', outcome: 'done', detail: { count, from, to } } as const;
  if (count > 0) await store.audit.record(commandLine(), event, new Date());
  // A server that started meanwhile may have sealed with another key.
  await assertReady(
    store,
    keyId,
    `Sealed again: ${count} values. Run the command again after that.`,
  );
  return count;
}

async function assertReady(store: Store, keyId: string, outcome: string): Promise<void> {
  const missing = missingStep(await store.runningServers.list(new Date()), keyId);
  if (missing === undefined) return;
  throw new Failure('refused', `${missing.message} ${outcome}`, {
    advice: `${missing.step}\nA server that was killed counts as running for a minute.`,
  });
}

/** The last part of the help of `reseal`. */
function changeOfKeys(): string {
  const steps = secretKeySteps.map((step, index) => paragraph(`${index + 1}. ${step}`, '  ', 5));
  return [
    `\n${title('To change the secret key:')}`,
    ...steps,
    paragraph(
      'If the key is in the file secret-key, write both keys into that file. Servers read it again within ten seconds.',
    ),
  ].join('\n');
}

/** The consequences when all previous keys of a purpose become invalid. */
const WARNINGS: Record<Purpose, string> = {
  response: 'All applications with the previous public key will refuse all responses.',
  openid: 'ID tokens that were issued before will be refused.',
  cookies: 'All users will have to sign in again.',
  binding: 'Users who are signing in now will have to begin again.',
};

/** @param keys of one purpose, the one in use first */
function present(keys: readonly Key[], now: Date) {
  return keys.map(({ purpose, generation, kid, activatesAt, expiresAt }, index) => ({
    purpose,
    kid,
    generation,
    state: activatesAt > now ? 'next' : index === 0 ? 'in use' : 'last',
    from: activatesAt,
    until: expiresAt,
  }));
}
