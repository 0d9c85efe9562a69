import { checkConnection } from '../../connections/check-connection.ts';
import { checkProvider } from '../../connections/check-provider.ts';
import { privateProvidersOf } from '../../connections/private-providers.ts';
import { hasFailed, type ProviderCheck } from '../../connections/provider-check.ts';
import type { Deps } from '../../deps.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { callbackUrl } from '../../config/sign-in-paths.ts';
import type { CustomerAccount } from '../../rules/customer-account.ts';
import { notFoundById } from '../change.ts';
import { noConnection } from './connection-of.ts';

/** Does not use `change`: nothing changes, and a transaction must not wait for a provider. */
export const testConnection: AdminOperation<'testConnection'> = async (deps, request) => {
  const { store, config, clock } = deps;
  const { body, path, operationId: action, origin } = request;
  const account = await store.customerAccounts.find(path.id);
  if (account === undefined) throw notFoundById('customer account', path.id);
  const { issuer, checks } = await check(deps, account, body.issuer);
  const failed = checks.filter(hasFailed).map(({ name }) => name);
  const unknown = checks.filter(({ result }) => result === 'unknown').map(({ name }) => name);
  const subject = { kind: 'connection', id: account.id } as const;
  const detail = { issuer, failed, unknown };
  await store.audit.record(origin, { action, outcome: 'done', subject, detail }, clock());
  const redirectUri = callbackUrl(config, account.code);
  return {
    status: 200,
    body: { ok: failed.length === 0, issuer, redirect_uri: redirectUri, checks },
  };
};

/** @param other an issuer to check instead of the stored one */
async function check(
  { store, config, clock }: Deps,
  { id, code: account }: Pick<CustomerAccount, 'id' | 'code'>,
  other: string | undefined,
): Promise<{ issuer: string | null; checks: ProviderCheck[] }> {
  const privateProviders = privateProvidersOf(config);
  const connection = await store.connections.find(id);
  if (connection === undefined && other === undefined) throw noConnection(id);
  const saved = connection?.kind === 'oidc' ? connection : undefined;
  // The secret is sent only to the issuer that it belongs to.
  if (other !== undefined && other !== saved?.issuer) {
    return { issuer: other, checks: await checkProvider(other, privateProviders, clock) };
  }
  if (saved === undefined) return { issuer: null, checks: [] };
  const redirectUri = callbackUrl(config, account);
  const trial = { connection: saved, account, redirectUri, privateProviders };
  return { issuer: saved.issuer, checks: await checkConnection(trial, clock) };
}
