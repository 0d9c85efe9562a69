import type { Config } from '../config/config.ts';
import { issuerUrl } from '../config/issuer-url.ts';
import type { KeySet } from '../keys/key-set.ts';
import { ask } from './ask.ts';
import { fault, type Finding, ok } from './finding.ts';

const CHECK = 'issuer';
const CURE =
  'Set LATCHKEY_PUBLIC_URL to the same for every instance, and let the proxy pass all paths on.';

/** Looks at our own OpenID provider as browsers and applications find it. */
export async function checkIssuer(config: Config, keys: KeySet | undefined): Promise<Finding> {
  const issuer = issuerUrl(config);
  const url = `${issuer}/.well-known/openid-configuration`;
  const discovery = await ask(url);
  const document = discovery.unreachable === undefined ? discovery.json : undefined;
  if (document === undefined) return fault(CHECK, `${url} is no discovery document.`, CURE);
  if (document['issuer'] !== issuer) {
    return fault(CHECK, `It calls itself ${String(document['issuer'])}, not ${issuer}.`, CURE);
  }
  const strayed = Object.entries(document).filter(
    ([name, value]) => /_(endpoint|uri)$/.test(name) && !String(value).startsWith(`${issuer}/`),
  );
  if (strayed.length > 0) {
    const names = strayed.map(([name, value]) => `${name} ${String(value)}`).join(', ');
    return fault(CHECK, `It leads elsewhere: ${names}.`, CURE);
  }
  const jwks = await ask(String(document['jwks_uri']));
  const published = jwks.unreachable === undefined ? jwks.json?.['keys'] : undefined;
  if (!Array.isArray(published)) return fault(CHECK, 'Its keys cannot be fetched.', CURE);
  const kids = (published as { kid?: unknown }[]).map(({ kid }) => kid);
  const missing = (keys?.openid ?? []).filter(({ kid }) => !kids.includes(kid));
  if (missing.length === 0) return ok(CHECK, `${issuer} is as applications expect it.`);
  return fault(
    CHECK,
    `It does not publish the key ${missing.map(({ kid }) => kid).join(', ')}.`,
    'A server learns of new keys within half a minute. Else, start it anew.',
  );
}
