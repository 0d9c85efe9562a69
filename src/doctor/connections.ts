import { checkProvider } from '../connections/check-provider.ts';
import { privateProvidersOf } from '../connections/private-providers.ts';
import { hasFailed, type ProviderCheck } from '../connections/provider-check.ts';
import type { Config } from '../config/config.ts';
import { SealingError } from '../security/sealing.ts';
import { type CustomerAccount, usableRedirectUris } from '../rules/customer-account.ts';
import type { InspectedStore } from '../store/store.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const CHECK = 'connection';
/** Providers that are asked at once. */
const AT_ONCE = 16;

type CheckIssuer = (issuer: string) => Promise<ProviderCheck[]>;

/** Looks whether the people of each customer account that is enabled can sign in. */
export async function* checkConnections(
  store: InspectedStore,
  config: Config,
): AsyncGenerator<Finding> {
  // Many accounts may share a provider.
  const asked = new Map<string, Promise<ProviderCheck[]>>();
  const checkIssuer: CheckIssuer = (issuer) => {
    const checks =
      asked.get(issuer) ?? checkProvider(issuer, privateProvidersOf(config), () => new Date());
    asked.set(issuer, checks);
    return checks;
  };
  let page: Awaited<ReturnType<typeof store.customerAccounts.list>> | undefined;
  do {
    page = await store.customerAccounts.list(
      { enabled: true },
      { limit: AT_ONCE, after: page?.next },
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
    return account === undefined ? [] : await judge(account, checkIssuer);
  } catch (error) {
    if (!(error instanceof SealingError)) throw error;
    const cure = `Give it the client secret anew: latchkey connection set-secret ${code} --client-secret-file …`;
    return [fault(CHECK, `${code}: ${error.message}.`, cure)];
  }
}

async function judge(account: CustomerAccount, checkIssuer: CheckIssuer): Promise<Finding[]> {
  const { code, connection } = account;
  if (connection === null) {
    const cure = `Give it one, with latchkey connection set ${code} …, or disable the account.`;
    return [warning(CHECK, `${code}: nobody can sign in, as there is none.`, cure)];
  }
  if (!connection.enabled) return [ok(CHECK, `${code}: it is disabled.`)];
  const findings: Finding[] = [];
  if (usableRedirectUris(account).length === 0) {
    const cure = `Register where the application waits: latchkey account update ${code} --redirect-uri …`;
    findings.push(fault(CHECK, `${code}: sign-ins have nowhere to end.`, cure));
  }
  if (connection.kind === 'password') {
    return [...findings, ok(CHECK, `${code}: people sign in with passwords kept here.`)];
  }
  const failed = (await checkIssuer(connection.issuer)).filter(hasFailed);
  if (failed.length === 0) {
    return [...findings, ok(CHECK, `${code}: ${connection.issuer} is as a sign-in needs it.`)];
  }
  return [
    ...findings,
    ...failed.map(({ message, cure }) => fault(CHECK, `${code}: ${message}`, cure ?? '')),
  ];
}
