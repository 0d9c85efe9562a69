import { checkProvider } from '../connections/check-provider.ts';
import { privateProvidersOf } from '../connections/private-providers.ts';
import { hasFailed, type ProviderCheck } from '../connections/provider-check.ts';
import type { Config } from '../config/config.ts';
import { SealingError } from '../security/sealing.ts';
import { type CustomerAccount, usableRedirectUris } from '../rules/customer-account.ts';
import type { InspectedStore } from '../store/store.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const CHECK = 'connection';
/** The number of providers that are checked at the same time. */
const CONCURRENCY = 16;

type CheckIssuer = (issuer: string) => Promise<ProviderCheck[]>;

/** Checks whether the users of each enabled customer account can sign in. */
export async function* checkConnections(
  store: InspectedStore,
  config: Config,
): AsyncGenerator<Finding> {
  // Many accounts may share a provider.
  const started = new Map<string, Promise<ProviderCheck[]>>();
  const checkIssuer: CheckIssuer = (issuer) => {
    const checks =
      started.get(issuer) ?? checkProvider(issuer, privateProvidersOf(config), () => new Date());
    started.set(issuer, checks);
    return checks;
  };
  let page: Awaited<ReturnType<typeof store.customerAccounts.list>> | undefined;
  do {
    page = await store.customerAccounts.list(
      { enabled: true },
      { limit: CONCURRENCY, after: page?.next },
    );
    const codes = page.items.map(({ code }) => code);
    for (const findings of await Promise.all(
      codes.map((code) => checkAccount(store, code, checkIssuer)),
    )) {
      yield* findings;
    }
  } while (page.next !== undefined);
}

async function checkAccount(
  store: InspectedStore,
  code: string,
  checkIssuer: CheckIssuer,
): Promise<Finding[]> {
  try {
    const account = await store.customerAccounts.findByCode(code);
    return account === undefined ? [] : await checkConnection(account, checkIssuer);
  } catch (error) {
    if (!(error instanceof SealingError)) throw error;
    const cure = `Set the client secret again: latchkey connection set-secret ${code} --client-secret-file …`;
    return [fault(CHECK, `${code}: ${error.message}.`, cure)];
  }
}

async function checkConnection(
  account: CustomerAccount,
  checkIssuer: CheckIssuer,
): Promise<Finding[]> {
  const { code, connection } = account;
  if (connection === null) {
    const cure = `Add one with latchkey connection set ${code} …, or disable the account.`;
    return [warning(CHECK, `${code}: nobody can sign in, as the account has no connection.`, cure)];
  }
  if (!connection.enabled) return [ok(CHECK, `${code}: the connection is disabled.`)];
  const findings: Finding[] = [];
  if (usableRedirectUris(account).length === 0) {
    const cure = `Register the application's redirect URI: latchkey account update ${code} --redirect-uri …`;
    findings.push(fault(CHECK, `${code}: the account has no usable redirect URI.`, cure));
  }
  if (connection.kind === 'password') {
    return [...findings, ok(CHECK, `${code}: users sign in with their passwords at Latchkey.`)];
  }
  const failed = (await checkIssuer(connection.issuer)).filter(hasFailed);
  if (failed.length === 0) {
    return [...findings, ok(CHECK, `${code}: ${connection.issuer} passes all checks.`)];
  }
  return [
    ...findings,
    ...failed.map(({ message, cure }) => fault(CHECK, `${code}: ${message}`, cure ?? '')),
  ];
}
