import { setTimeout } from 'node:timers/promises';
import type { components } from '../../../generated/openapi.d.ts';
import { ACTORS } from '../lib/actors.ts';
import type { AdminClient } from '../lib/admin-client.ts';
import { type AdminOptions, answer } from '../lib/admin-api.ts';
import { type Context, print, printJson, say } from '../lib/context.ts';
import { exitCodes } from '../lib/failure.ts';
import { describeErrorResponse } from '../lib/error-response.ts';
import { printDetails } from '../lib/table.ts';

type TestSignIn = components['schemas']['TestSignIn'];

const PATH = '/admin/v1/customer-accounts/{id}/connection/test-sign-ins';
/** Milliseconds between two requests for the state of the sign-in. */
const PAUSE = 1_000;

/** Begins a test sign-in, waits for a user to perform it, and prints the result. */
export async function testSignIn(
  context: Context,
  api: AdminClient,
  id: number,
  { json }: AdminOptions,
): Promise<void> {
  const begun = await answer(api.POST(PATH, { params: { path: { id } } }));
  say(context, 'Open this URL in a browser, and sign in as a user of the company:');
  say(context, '');
  say(context, begun.url);
  say(context, '');
  say(context, `Waiting until ${begun.expires_at}; Ctrl-C stops it. Nothing is issued.`);
  const test = await ended(context, api, id, begun);
  if (json === true) printJson(context, test);
  else show(context, test);
  if (test.state !== 'signed_in') context.exitCode = exitCodes.refused;
}

async function ended(
  context: Context,
  api: AdminClient,
  id: number,
  begun: TestSignIn,
): Promise<TestSignIn> {
  const path = { id, test_sign_in_id: begun.id };
  let isOpened = false;
  for (;;) {
    const test = await answer(api.GET(`${PATH}/{test_sign_in_id}`, { params: { path } }));
    if (test.state === 'waiting' && test.opened && !isOpened) {
      isOpened = true;
      say(context, 'The URL was opened. Waiting for the response of the provider.');
    }
    if (test.state === 'expired') {
      say(context, test.opened ? KEPT_THERE : 'The URL was not opened in time.');
    }
    if (test.state !== 'waiting') return test;
    await setTimeout(PAUSE);
  }
}

const KEPT_THERE =
  'The provider did not redirect back. Look for an error on its page: the redirect URI may not be registered, or the user not assigned.';

const STATES: Record<TestSignIn['state'], string> = {
  waiting: 'waits',
  expired: 'has expired',
  signed_in: 'worked',
  refused: 'was refused',
};

function show(context: Context, test: TestSignIn): void {
  const lines: [string, unknown][] = [
    ['Sign-in', STATES[test.state]],
    ['Result', test.message],
    ['What to do', test.cure],
    ['Who does it', test.acts === null ? null : ACTORS[test.acts]],
    ['Cause', test.cause],
    ['Reason', test.reason],
    ['The provider says', describeErrorResponse(test)],
    ['E-mail', test.email],
    ['License user', userOf(test)],
  ];
  printDetails(
    context,
    lines.filter(([, value]) => value !== null),
  );
  if (test.claims.length === 0) return;
  print(context);
  printDetails(
    context,
    test.claims.map(({ source, name, value }) => [`${source} ${name}`, value]),
  );
}

function userOf({ state, license_user: user }: TestSignIn): string | null {
  if (user === null) return state === 'signed_in' ? 'none' : null;
  const { email, enabled, is_of_account: isOfAccount } = user;
  const license = isOfAccount
    ? 'with a license of the account'
    : 'without a license of the account';
  return `${email}, ${enabled ? 'enabled' : 'disabled'}, ${license}`;
}
