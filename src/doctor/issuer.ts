import type { Config } from '../config/config.ts';
import { issuerUrl } from '../config/issuer-url.ts';
import type { KeySet } from '../keys/key-set.ts';
import { probe } from './probe.ts';
import { fault, type Finding, ok } from './finding.ts';

const CHECK = 'issuer';
const CURE =
  'Set LATCHKEY_PUBLIC_URL to the same value for every instance, and configure the proxy to forward all paths.';

/** Checks the issuer at its public URL, as browsers and applications use it. */
export async function checkIssuer(config: Config, keys: KeySet | undefined): Promise<Finding> {
  const issuer = issuerUrl(config);
  const url = `${issuer}/.well-known/openid-configuration`;
  const discovery = await probe(url);
  const document = discovery.unreachable === undefined ? discovery.json : undefined;
  if (document === undefined) return fault(CHECK, `${url} is not a discovery document.`, CURE);
  if (document['issuer'] !== issuer) {
    return fault(CHECK, `Its issuer is ${String(document['issuer'])}, not ${issuer}.`, CURE);
  }
  const foreign = Object.entries(document).filter(
    ([name, value]) => /_(endpoint|uri)$/.test(name) && !String(value).startsWith(`${issuer}/`),
  );
  if (foreign.length > 0) {
    const names = foreign.map(([name, value]) => `${name} ${String(value)}`).join(', ');
    return fault(CHECK, `It has endpoints at another address: ${names}.`, CURE);
  }
  const jwks = await probe(String(document['jwks_uri']));
  const published = jwks.unreachable === undefined ? jwks.json?.['keys'] : undefined;
  if (!Array.isArray(published)) return fault(CHECK, 'Its keys cannot be fetched.', CURE);
  const kids = (published as { kid?: unknown }[]).map(({ kid }) => kid);
  const missing = (keys?.openid ?? []).filter(({ kid }) => !kids.includes(kid));
  if (missing.length === 0) return ok(CHECK, `${issuer} is reachable and publishes its keys.`);
  return fault(
    CHECK,
    `It does not publish the key ${missing.map(({ kid }) => kid).join(', ')}.`,
    'A server reads new keys within half a minute. If it does not, restart it.',
  );
}
