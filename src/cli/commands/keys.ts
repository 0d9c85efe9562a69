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

/** `latchkey keys …`: works on the database; running servers notice within half a minute. */
export function addKeys(program: Command, context: Context): void {
  const family = program
    .command('keys')
    .description('what the server signs and seals with, and the secret key');

  family
    .command('list')
    .description('list the keys in use, without the keys themselves')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: true }) => {
      const now = new Date();
      const keys = await withStore(context, (store) => store.signingKeys.list(now));
      const items = purposes.flatMap((purpose) => present(keysInOrder(keys, purpose, now), now));
      if (json === true) return printJson(context, { items, total: items.length });
      if (items.length === 0) return say(context, 'There are none: the first start makes them.');
      printTable(
        context,
        ['For', 'Key', 'State', 'Used from', 'Counts until'],
        items.map((item) => [item.purpose, item.kid, item.state, item.from, item.until]),
      );
    });

  family
    .command('rotate')
    .description('create the next key; it replaces the current one after a waiting time')
    .addArgument(new Argument('<purpose>', 'purpose of the key').choices(purposes))
    .option('--immediately', 'use it at once, and none of those before: somebody else may have one')
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
      else print(context, `Sealed anew: ${count}.`);
      say(context, `Nothing in the database needs the other keys any more. ${stepText(4)}`);
    });

  addFamilyExamples(family, [
    ['latchkey keys list'],
    ['latchkey keys rotate response', 'ship the public key first'],
    ['latchkey keys rotate openid --immediately', 'ends sign-ins under way'],
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
    throw new Failure('refused', 'There is no key yet: the first start of the server makes it.');
  }
  const { immediately = false } = options;
  if (immediately) await confirm(context, `${WARNINGS[purpose]} Do it?`, options);
  const key = await rotateKey(store, purpose, { now, origin: commandLine(), immediately });
  if (key !== undefined) return key;
  throw new Failure('refused', 'The next key is there already, and waits for its time.', {
    advice: '`latchkey keys list` shows it. With --immediately another one takes over at once.',
  });
}

/**
 * @returns how many values were sealed anew
 * @throws Failure where a running server is not ready for the first key
 */
async function reseal(store: Store, config: Config): Promise<number> {
  const { keyId } = sealingOf(config);
  await assertReady(store, keyId, 'Nothing was changed.');
  const { count, from, to } = await store.reseal();
  const event = { action: 'reseal', outcome: 'done', detail: { count, from, to } } as const;
  if (count > 0) await store.audit.record(commandLine(), event, new Date());
  // One that was started meanwhile may have sealed with another key.
  await assertReady(store, keyId, `Sealed anew: ${count}. Run the command again after that.`);
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
    `\n${title('How the secret key is changed:')}`,
    ...steps,
    paragraph(
      'With the file secret-key it is the same: write both keys into it. Servers read it again within ten seconds.',
    ),
  ].join('\n');
}

/** What it means that the keys before count no more. */
const WARNINGS: Record<Purpose, string> = {
  response: 'Every application that carries the public key will refuse every answer.',
  openid: 'Id tokens that were not used yet will be refused.',
  cookies: 'Everybody will have to sign in anew.',
  binding: 'Sign-ins under way will have to begin again.',
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
