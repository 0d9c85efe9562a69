import { Argument, type Command, InvalidArgumentError } from 'commander';
import { newId } from '../../rules/ids.ts';
import {
  type AdminToken,
  hashAdminToken,
  isUsable,
  newAdminToken,
} from '../../rules/admin-token.ts';
import { commandLine } from '../lib/command-line.ts';
import { confirm } from '../lib/confirm.ts';
import { type Context, print, printJson, say } from '../lib/context.ts';
import { Failure } from '../lib/failure.ts';
import { addFamilyExamples } from '../lib/help.ts';
import { printTable } from '../lib/table.ts';
import { withStore } from '../lib/with-store.ts';

const DAY = 86_400_000;

/** `latchkey admin-token …`. It works on the database: the first token cannot be requested from the server. */
export function addAdminTokens(program: Command, context: Context): void {
  const family = program
    .command('admin-token')
    .description('tokens for the Admin API, which most commands need');

  family
    .command('create')
    .description('create an admin token; the name is for you')
    .addArgument(new Argument('<name>').argParser(parseName))
    .option('--days <count>', 'days until it expires (default: never)', parseDays)
    .option('--json', 'print one JSON document')
    .action(async (name: string, { days, json }: { days?: number; json?: true }) => {
      const now = new Date();
      const id = newId();
      const token = newAdminToken();
      const expiresAt = days === undefined ? null : new Date(now.getTime() + days * DAY);
      await withStore(
        context,
        (store) =>
          store.transaction(async ({ adminTokens, audit }) => {
            const tokenHash = hashAdminToken(token);
            await adminTokens.create({ id, name, tokenHash, expiresAt, now });
            const subject = { kind: 'admin_token', id } as const;
            const event = { action: 'createAdminToken', outcome: 'done', subject } as const;
            await audit.record(commandLine(), event, now);
          }),
        { make: true },
      );
      if (json === true) printJson(context, { id, name, token, expires_at: expiresAt });
      else print(context, token);
      say(context, 'This token is not shown again. Keep it secret: it allows every change.');
    });

  family
    .command('list')
    .description('list admin tokens, without the tokens themselves')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: true }) => {
      const tokens = await withStore(context, (store) => store.adminTokens.list());
      const items = tokens.map(present);
      if (json === true) return printJson(context, { items, total: items.length });
      if (tokens.length === 0) return say(context, 'No results.');
      const now = new Date();
      printTable(
        context,
        ['ID', 'Name', 'State', 'Created', 'Expires'],
        tokens.map((token) => [
          ...[token.id, token.name, stateOf(token, now), token.created_at, token.expires_at],
        ]),
      );
    });

  family
    .command('revoke <id>')
    .description('revoke an admin token at once')
    .option('--yes', 'do not ask')
    .action(async (id: string, options: { yes?: true }) => {
      await withStore(context, async (store) => {
        const token = (await store.adminTokens.list()).find((one) => String(one.id) === id);
        if (token === undefined) {
          throw new Failure('refused', `There is no admin token with the id ${id}.`, {
            advice: '`latchkey admin-token list` shows them.',
          });
        }
        await confirm(context, `Revoke the token "${token.name}"?`, options);
        const now = new Date();
        await store.transaction(async ({ adminTokens, audit }) => {
          if (!(await adminTokens.revoke(token.id, now))) return;
          const subject = { kind: 'admin_token', id: token.id } as const;
          const event = { action: 'revokeAdminToken', outcome: 'done', subject } as const;
          await audit.record(commandLine(), event, now);
        });
        say(context, `The token "${token.name}" is revoked.`);
      });
    });

  addFamilyExamples(family, [
    ['export LATCHKEY_ADMIN_TOKEN=$(latchkey admin-token create alice)'],
    ['latchkey admin-token create shop --days 365', 'expires'],
    ['latchkey admin-token list'],
    ['latchkey admin-token revoke 169934972016389'],
  ]);
}

function stateOf(token: AdminToken, now: Date): string {
  if (token.revoked_at !== null) return 'revoked';
  return isUsable(token, now) ? 'usable' : 'expired';
}

function present({
  id,
  name,
  created_at: createdAt,
  expires_at: expiresAt,
  revoked_at: revokedAt,
}: AdminToken) {
  return { id, name, created_at: createdAt, expires_at: expiresAt, revoked_at: revokedAt };
}

function parseName(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('It must not be blank.');
}

function parseDays(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of days, from 1 to 99999.');
}
