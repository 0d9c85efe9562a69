import { type Command, Option } from 'commander';
import type { components } from '../../../generated/openapi.d.ts';
import { ACTORS } from '../lib/actors.ts';
import { type AdminOptions, answer } from '../lib/admin-api.ts';
import { adminCommand, withAdminClient } from '../lib/admin-command.ts';
import { type Context, print, printJson } from '../lib/context.ts';
import { describeErrorResponse } from '../lib/error-response.ts';
import { exitCodes } from '../lib/failure.ts';
import { omitUndefined } from '../lib/fields.ts';
import { findAccount } from '../lib/find.ts';
import { printFinding } from '../lib/findings.ts';
import { testSignIn } from './test-sign-in.ts';

type Options = AdminOptions & { issuer?: string; signIn?: true };

const PATH = '/admin/v1/customer-accounts/{id}/connection/test';

const HELP = `
It checks the provider, the client ID, the client secret and the redirect URI,
as far as that is possible without a user. A check is unknown when the responses
of the provider do not decide it. The exit code is 1 when a check fails. With
--issuer the client is not checked, since its secret belongs to one provider.

With --sign-in it prints a URL and waits up to ten minutes. Whoever opens the
URL signs in at the provider, as for an application, but nothing is issued. The
command then prints the claims of the provider and the license user that they
lead to. The exit code is 1 when the sign-in was refused or did not take place.
`;

/** Adds `latchkey connection test`. */
export function addTest(family: Command, context: Context): void {
  adminCommand(family, 'test <account>', 'check the connection at the identity provider')
    .addHelpText('after', HELP)
    .addOption(
      new Option('--issuer <url>', 'test this issuer, not the one that is set').conflicts('signIn'),
    )
    .option('--sign-in', 'wait for a test sign-in, which issues nothing')
    .action(
      withAdminClient(context, async (api, options: Options, name = '') => {
        const { id } = await findAccount(api, name);
        const params = { path: { id } };
        if (options.signIn) return testSignIn(context, api, id, options);
        const body = omitUndefined({ issuer: options.issuer });
        const test = await answer(api.POST(PATH, { params, body }));
        if (options.json === true) printJson(context, test);
        else {
          const width = Math.max(...test.checks.map((check) => check.name.length));
          for (const check of test.checks) printFinding(context, findingOf(check), width);
          print(context);
          print(context, `Redirect URI to register at the provider: ${test.redirect_uri}`);
        }
        if (!test.ok) context.exitCode = exitCodes.refused;
      }),
    );
}

const LEVELS = { ok: 'ok', failed: 'fault', unknown: 'unknown' } as const;

/** Converts a check of the server to a finding. */
function findingOf(one: components['schemas']['ConnectionCheck']) {
  const quote = describeErrorResponse(one);
  const says = quote === null ? '' : ` The provider says: ${quote}`;
  const who = one.acts === null ? '' : ` (${ACTORS[one.acts]})`;
  return {
    check: one.name,
    level: LEVELS[one.result],
    message: one.message + says,
    cure: one.cure === null ? null : one.cure + who,
  };
}
