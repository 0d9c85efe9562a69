import { checkProvider } from '../../connections/check-provider.ts';
import { privateProvidersOf } from '../../connections/private-providers.ts';
import type { Operation } from '../../operation.ts';
import { callbackUrl } from '../../sign-in/callback-url.ts';
import { noSuch } from '../change.ts';
import { connectionOf } from './connection-of.ts';

/** Not through `change`: nothing is, and nobody may wait for a provider with the database in hand. */
export const testConnection: Operation<'testConnection'> = async (deps, request) => {
  const { store, config, clock } = deps;
  const { body, path, operationId: action, origin } = request;
  const account = await store.customerAccounts.find(path.id);
  if (account === undefined) throw noSuch('customer account', path.id);
  const issuer = body.issuer ?? issuerOf(await connectionOf(store, path.id));
  const checks =
    issuer === null ? [] : await checkProvider(issuer, privateProvidersOf(config), clock);
  const failed = checks.filter(({ ok }) => !ok).map(({ name }) => name);
  const subject = { kind: 'connection', id: account.id } as const;
  const detail = { issuer, failed };
  await store.audit.record(origin, { action, outcome: 'done', subject, detail }, clock());
  const redirectUri = callbackUrl(config, account.code);
  return {
    status: 200,
    body: { ok: failed.length === 0, issuer, redirect_uri: redirectUri, checks },
  };
};

function issuerOf(connection: Awaited<ReturnType<typeof connectionOf>>): string | null {
  return connection.kind === 'oidc' ? connection.issuer : null;
}
