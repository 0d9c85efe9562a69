import { ID_TOKEN_ALGORITHMS } from './algorithms.ts';
import { isIssuerOf } from './is-issuer-of.ts';
import { isPrivateProvider } from './private-providers.ts';
import { failed, hasFailed, passed, type ProviderCheck } from './provider-check.ts';
import { sanitizeProviderText } from './provider-text.ts';

/** A discovery document (OpenID Connect Discovery, section 3), as it was received. */
export type DiscoveryDocument = Record<string, unknown>;

/** Checks all fields of the document that a sign-in needs. */
export function checkDiscoveryDocument(
  document: DiscoveryDocument,
  issuer: string,
  privateProviders: readonly string[],
): ProviderCheck[] {
  return [
    checkIssuer(document['issuer'], issuer),
    checkEndpoints(document, privateProviders),
    checkCodeFlow(document),
    checkList(document, 'code_challenge_methods_supported', {
      name: 'pkce',
      wanted: ['S256'],
      cure: 'Ask the company to allow PKCE with S256: Latchkey always uses it.',
    }),
    checkList(document, 'scopes_supported', {
      name: 'scopes',
      wanted: ['openid', 'email'],
      cure: 'Ask the company to offer the scopes openid and email: Latchkey identifies users by their e-mail address.',
    }),
    checkAnyOf(document, 'token_endpoint_auth_methods_supported', {
      name: 'client_authentication',
      any: ['client_secret_post', 'client_secret_basic'],
      cure: 'Ask the company to allow client authentication with a secret, as client_secret_post or client_secret_basic.',
    }),
    checkAnyOf(document, 'id_token_signing_alg_values_supported', {
      name: 'signing_algorithms',
      any: ID_TOKEN_ALGORITHMS,
      cure: 'Ask the company to sign ID tokens with a key pair, such as RS256 or ES256.',
    }),
    checkEncryption(document),
    checkNotRequired(document, 'require_pushed_authorization_requests', {
      name: 'pushed_requests',
      feature: 'pushed authorization requests',
    }),
    checkNotRequired(document, 'require_signed_request_object', {
      name: 'request_objects',
      feature: 'signed request objects',
    }),
  ];
}

/** Checks that the document belongs to the issuer. */
export function checkIssuer(found: unknown, issuer: string): ProviderCheck {
  const names = `The document has the issuer ${quote(found)}`;
  if (isIssuerOf(found, issuer)) return passed('issuer', `${names}, which matches the connection.`);
  return failed('issuer', `${names}, the connection has ${quote(issuer)}.`, {
    cure: 'Both must be equal, including a slash at the end. If this is the right provider, set the issuer of the connection to that of the document.',
    acts: 'vendor',
  });
}

/** Checks that the document has the endpoints that each sign-in needs. */
export function checkEndpoints(
  document: DiscoveryDocument,
  privateProviders: readonly string[],
): ProviderCheck {
  const names = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'];
  const faults = names.flatMap((name) => {
    const url = URL.parse(String(document[name]));
    if (document[name] === undefined) return [`${name} is missing`];
    if (url === null) return [`${name} is not a URL: ${quote(document[name])}`];
    if (url.protocol === 'https:') return [];
    const isTrusted = url.protocol === 'http:' && isPrivateProvider(privateProviders, url);
    return isTrusted ? [] : [`${name} is not https: ${url.href}`];
  });
  if (faults.length === 0) return passed('endpoints', `The document has ${names.join(', ')}.`);
  return failed('endpoints', `${faults.join('; ')}.`, {
    cure: 'Ask the company to publish all three with https. Plain http is allowed only for hosts in LATCHKEY_PRIVATE_PROVIDERS.',
    acts: 'company_it',
  });
}

function checkCodeFlow(document: DiscoveryDocument): ProviderCheck {
  const responseTypes = checkList(document, 'response_types_supported', {
    name: 'code_flow',
    wanted: ['code'],
    cure: 'Ask the company to allow the authorization code grant, with the response type code.',
  });
  if (hasFailed(responseTypes) || document['grant_types_supported'] === undefined)
    return responseTypes;
  return checkList(document, 'grant_types_supported', {
    name: 'code_flow',
    wanted: ['authorization_code'],
    cure: 'Ask the company to allow the authorization code grant.',
  });
}

/** A missing list passes: most lists are optional. */
function checkList(
  document: DiscoveryDocument,
  field: string,
  rule: { name: ProviderCheck['name']; wanted: readonly string[]; cure: string },
): ProviderCheck {
  const found = document[field];
  if (!Array.isArray(found)) return passed(rule.name, `The document has no ${field}.`);
  const missing = rule.wanted.filter((one) => !found.includes(one));
  if (missing.length === 0)
    return passed(rule.name, `${field} contains ${rule.wanted.join(' and ')}.`);
  return failed(rule.name, `${field} lacks ${missing.join(' and ')}: ${quote(found)}.`, {
    cure: rule.cure,
    acts: 'company_it',
  });
}

function checkAnyOf(
  document: DiscoveryDocument,
  field: string,
  rule: { name: ProviderCheck['name']; any: readonly string[]; cure: string },
): ProviderCheck {
  const found = document[field];
  if (!Array.isArray(found)) return passed(rule.name, `The document has no ${field}.`);
  const good = found.filter((one) => rule.any.includes(one as string));
  if (good.length > 0) return passed(rule.name, `${field} contains ${good.join(', ')}.`);
  return failed(rule.name, `${field} contains no supported value: ${quote(found)}.`, {
    cure: rule.cure,
    acts: 'company_it',
  });
}

/** Always passes: only a sign-in shows whether the provider encrypts ID tokens for this client. */
function checkEncryption(document: DiscoveryDocument): ProviderCheck {
  const name = 'id_token_encryption';
  const found = document['id_token_encryption_alg_values_supported'];
  if (!Array.isArray(found) || found.length === 0) {
    return passed(name, 'The provider does not announce encrypted ID tokens.');
  }
  return passed(
    name,
    'The provider can encrypt ID tokens. This must be off for this client: Latchkey reads only signed ones.',
  );
}

/** Checks for requirements that Latchkey does not support (RFC 9126, section 5; RFC 9101, section 10.5). */
function checkNotRequired(
  document: DiscoveryDocument,
  field: string,
  { name, feature }: { name: ProviderCheck['name']; feature: string },
): ProviderCheck {
  if (document[field] !== true) {
    return passed(name, `The provider does not require ${feature}.`);
  }
  return failed(
    name,
    `The provider requires ${feature}, which Latchkey does not support: ${field}.`,
    {
      cure: 'Ask the company to switch this off, at least for this client.',
      acts: 'company_it',
    },
  );
}

/** Writes a value as JSON, shortened to 200 characters. */
function quote(value: unknown): string {
  const text =
    value === undefined ? 'nothing' : (sanitizeProviderText(JSON.stringify(value)) ?? '');
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
