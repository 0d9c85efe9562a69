import { Argument, type Command } from 'commander';
import { fields } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import type { AdminClient } from '../lib/admin-client.ts';
import { type AdminOptions, answer } from '../lib/admin-api.ts';
import { adminCommand, withAdminClient, showThing } from '../lib/admin-command.ts';
import { confirm } from '../lib/confirm.ts';
import { type Context, say } from '../lib/context.ts';
import { Failure } from '../lib/failure.ts';
import { oidcOptions, passwordOptions, SET_HELP, TRUST_HELP } from '../lib/connection-fields.ts';
import { questionBefore } from '../lib/connection-changes.ts';
import { detailsOf } from '../lib/details.ts';
import { addFieldOptions, readFieldOptions } from '../lib/field-options.ts';
import { assertChanges, omitUndefined, readSecretFile } from '../lib/fields.ts';
import { addFamilyExamples } from '../lib/help.ts';
import { findAccount } from '../lib/find.ts';
import { addTest } from './test-connection.ts';

type Schemas = components['schemas'];
/** A connection of either kind. */
type Connection = Partial<Omit<Schemas['AdminOidcConnection'], 'kind'>> & {
  kind: Schemas['AdminConnection']['kind'];
};

type Given = AdminOptions & Readonly<Record<string, unknown>> & { readonly yes?: true };

const PATH = '/admin/v1/customer-accounts/{id}/connection';

const details = detailsOf<Connection>(
  fields.AdminOidcConnection,
  {
    Kind: 'kind',
    State: [['enabled'], ({ enabled }) => (enabled ? 'enabled' : 'disabled')],
    Issuer: 'issuer',
    'Client id': 'client_id',
    Trust: 'trust',
    'E-mail claim': 'email_claim',
    'Extra scopes': [['scopes'], ({ scopes }) => scopes?.join(' ')],
    'Required claims': [
      ['required_claims'],
      ({ required_claims: claims = {} }) =>
        Object.entries(claims).map(([name, value]) => `${name}=${value}`),
    ],
    'Response mode': 'response_mode',
    'Client authentication': 'token_endpoint_auth_method',
    'Default grant': 'default_response_type',
    'Implicit grant': [
      ['allow_implicit'],
      ({ allow_implicit }) => (allow_implicit ? 'allowed' : 'refused'),
    ],
  },
  ['has_client_secret'],
);

/** `latchkey connection …`: how the users of a customer account sign in. */
export function addConnections(program: Command, context: Context): void {
  const family = program
    .command('connection')
    .description('how the users of a customer account sign in');

  adminCommand(family, 'show <account>', 'show the connection, without its secret').action(
    withAdminClient(context, async (api, options, name = '') => {
      const params = await paramsOf(api, name);
      showThing(context, options, await answer(api.GET(PATH, { params })), details);
    }),
  );

  const set = adminCommand(family, 'set', 'create the connection, or replace all its settings')
    .argument('<account>')
    .addArgument(new Argument('<kind>', 'kind of connection').choices(['oidc', 'password']));
  addFieldOptions(set, oidcOptions, 'create', fields.OidcConnectionSettings)
    .addHelpText('after', SET_HELP + TRUST_HELP)
    .option('--yes', 'do not ask before a connection is replaced')
    .action(
      withAdminClient(context, async (api, options: Given, name = '', kind = '') => {
        const body = await readSettings(api, kind, options);
        const account = await findAccount(api, name);
        const path = { id: account.id };
        let header = {};
        if (account.connection_kind !== null) {
          const { connection, ifMatch } = await seen(api, path);
          header = ifMatch;
          const question = `Replace the connection of ${name}, ${providerOf(connection)}? Settings without an option get their default; \`latchkey connection update\` changes single settings.`;
          await confirm(context, question, options);
        }
        const set = api.PUT(PATH, { params: { path, header }, body });
        showThing(context, options, await answer(set), details);
      }),
    );

  const update = adminCommand(
    family,
    'update <account>',
    'change single settings of the connection',
  );
  addFieldOptions(update, oidcOptions, 'update')
    .option('--yes', 'do not ask before more users are let in')
    .addHelpText('after', TRUST_HELP)
    .action(
      withAdminClient(context, async (api, options: Given, name = '') => {
        const body = await readFieldOptions(oidcOptions, options, api);
        assertChanges(body);
        const { path } = await paramsOf(api, name);
        const { connection, ifMatch: header } = await seen(api, path);
        const question = questionBefore(name, connection, body);
        if (question !== undefined) await confirm(context, question, options);
        const request = api.PATCH(PATH, { params: { path, header }, body });
        showThing(context, options, await answer(request), details);
      }),
    );

  adminCommand(family, 'set-secret <account>', 'replace the client secret')
    .requiredOption('--client-secret-file <file>', 'file with the client secret; - is stdin')
    .action(
      withAdminClient(
        context,
        async (api, options: AdminOptions & { clientSecretFile: string }, name = '') => {
          const params = await paramsOf(api, name);
          const body = { client_secret: readSecretFile(options.clientSecretFile) };
          const request = api.PATCH(PATH, { params, body });
          showThing(context, options, await answer(request), details);
        },
      ),
    );

  addTest(family, context);

  adminCommand(
    family,
    'delete <account>',
    'delete the connection; nobody can sign in until there is a new one',
  )
    .option('--yes', 'do not ask')
    .action(
      withAdminClient(context, async (api, options: AdminOptions & { yes?: true }, name = '') => {
        const params = await paramsOf(api, name);
        await confirm(context, `Delete the connection of ${name}?`, options);
        await answer(api.DELETE(PATH, { params }));
        say(context, `Deleted the connection of ${name}.`);
      }),
    );

  addFamilyExamples(family, [
    ['latchkey connection show acme'],
    [
      'latchkey connection set acme oidc --issuer https://login.acme.example \\\n' +
        '    --client-id latchkey --client-secret-file acme.secret',
    ],
    ['latchkey connection set globex password', "passwords on Latchkey's own page"],
    ['latchkey connection update acme --enable'],
    ['latchkey connection update acme --trust unstated'],
    ['latchkey connection set-secret acme --client-secret-file new.secret'],
    ['latchkey connection test acme', 'reports faults, and how to fix them'],
    ['latchkey connection test acme --sign-in', 'prints a URL for a test sign-in'],
    ['latchkey connection delete acme'],
  ]);
}

/** Reads the connection. @returns it, and the `If-Match` header that prevents overwriting a later change */
async function seen(api: AdminClient, path: { id: number }) {
  const asked = api.GET(PATH, { params: { path } });
  const connection = await answer(asked);
  const etag = (await asked).response.headers.get('ETag') ?? undefined;
  return { connection, ifMatch: omitUndefined({ 'If-Match': etag }) };
}

async function paramsOf(api: AdminClient, name: string) {
  const { id } = await findAccount(api, name);
  return { path: { id } };
}

/** @throws Failure when what a connection needs is missing */
async function readSettings(api: AdminClient, kind: string, given: Given) {
  const isOidc = kind === 'oidc';
  const settings = await readFieldOptions(isOidc ? oidcOptions : passwordOptions, given, api);
  if (isOidc && (settings['issuer'] === undefined || settings['client_id'] === undefined)) {
    throw new Failure('usage', 'An oidc connection needs --issuer and --client-id.');
  }
  return { kind, ...settings } as Schemas['ConnectionSettings'];
}

/** What authenticates users: the issuer, or `password`. */
function providerOf(connection: { kind: string; issuer?: string }): string {
  return connection.issuer ?? connection.kind;
}
