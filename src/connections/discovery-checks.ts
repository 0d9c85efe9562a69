import { ID_TOKEN_ALGORITHMS } from './algorithms.ts';
import { isIssuerOf } from './is-issuer-of.ts';
import { isPrivateProvider } from './private-providers.ts';
import { failed, hasFailed, passed, type ProviderCheck } from './provider-check.ts';
import { providerText } from './provider-text.ts';

/** A discovery document (OpenID Connect Discovery, section 3), as it came. */
export type DiscoveryDocument = Record<string, unknown>;

/** What a sign-in needs of the document, each with whether it is there. Pure. */
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
      cure: 'Let the provider accept PKCE with S256: Latchkey always sends it.',
    }),
    checkList(document, 'scopes_supported', {
      name: 'scopes',
      wanted: ['openid', 'email'],
      cure: 'Let the provider offer the scopes openid and email: without an address nobody can be told from another.',
    }),
    checkAnyOf(document, 'token_endpoint_auth_methods_supported', {
      name: 'client_authentication',
      any: ['client_secret_post', 'client_secret_basic'],
      cure: 'Let the client authenticate with its secret, as client_secret_post or client_secret_basic.',
    }),
    checkAnyOf(document, 'id_token_signing_alg_values_supported', {
      name: 'signing_algorithms',
      any: ID_TOKEN_ALGORITHMS,
      cure: 'Let the provider sign id tokens with a key pair, RS256 or ES256.',
    }),
    checkEncryption(document),
    checkDemand(document, 'require_pushed_authorization_requests', {
      name: 'pushed_requests',
      demanded: 'pushed authorization requests',
    }),
    checkDemand(document, 'require_signed_request_object', {
      name: 'request_objects',
      demanded: 'signed request objects',
    }),
  ];
}

/** Whether the document is that of the issuer. */
export function checkIssuer(found: unknown, issuer: string): ProviderCheck {
  const calls = `The document calls the issuer ${quote(found)}`;
  if (isIssuerOf(found, issuer)) return passed('issuer', `${calls}, which fits the connection.`);
  return failed('issuer', `${calls}, the connection ${quote(issuer)}.`, {
    cure: 'Both must be the same, to the last slash. Set the issuer of the connection to what the document says, if that is the provider you mean.',
    acts: 'vendor',
  });
}

/** Whether the endpoints are there that each sign-in needs. */
export function checkEndpoints(
  document: DiscoveryDocument,
  privateProviders: readonly string[],
): ProviderCheck {
  const names = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'];
  const faults = names.flatMap((name) => {
    const url = URL.parse(String(document[name]));
    if (document[name] === undefined) return [`${name} is missing`];
    if (url === null) return [`${name} is no URL: ${quote(document[name])}`];
    if (url.protocol === 'https:') return [];
    const isTrusted = url.protocol === 'http:' && isPrivateProvider(privateProviders, url);
    return isTrusted ? [] : [`${name} is not https: ${url.href}`];
  });
  if (faults.length === 0) return passed('endpoints', `${names.join(', ')} are there.`);
  return failed('endpoints', `${faults.join('; ')}.`, {
    cure: 'Let the provider publish all three under https. Plain http is taken only from hosts named in LATCHKEY_PRIVATE_PROVIDERS.',
    acts: 'company_it',
  });
}

function checkCodeFlow(document: DiscoveryDocument): ProviderCheck {
  const responseTypes = checkList(document, 'response_types_supported', {
    name: 'code_flow',
    wanted: ['code'],
    cure: 'Let the provider offer the authorization code grant, as response type code.',
  });
  if (hasFailed(responseTypes) || document['grant_types_supported'] === undefined)
    return responseTypes;
  return checkList(document, 'grant_types_supported', {
    name: 'code_flow',
    wanted: ['authorization_code'],
    cure: 'Let the provider offer the authorization code grant.',
  });
}

/** What a provider does not say is not held against it: most lists are optional. */
function checkList(
  document: DiscoveryDocument,
  field: string,
  rule: { name: ProviderCheck['name']; wanted: readonly string[]; cure: string },
): ProviderCheck {
  const found = document[field];
  if (!Array.isArray(found)) return passed(rule.name, `The provider does not say its ${field}.`);
  const missing = rule.wanted.filter((one) => !found.includes(one));
  if (missing.length === 0) return passed(rule.name, `${field} has ${rule.wanted.join(' and ')}.`);
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
  if (!Array.isArray(found)) return passed(rule.name, `The provider does not say its ${field}.`);
  const good = found.filter((one) => rule.any.includes(one as string));
  if (good.length > 0) return passed(rule.name, `${field} has ${good.join(', ')}.`);
  return failed(rule.name, `${field} has none that is taken: ${quote(found)}.`, {
    cure: rule.cure,
    acts: 'company_it',
  });
}

/** What a provider can do it need not do: only a sign-in shows whether it encrypts for this client. */
function checkEncryption(document: DiscoveryDocument): ProviderCheck {
  const name = 'id_token_encryption';
  const found = document['id_token_encryption_alg_values_supported'];
  if (!Array.isArray(found) || found.length === 0) {
    return passed(name, 'The provider does not say that it encrypts id tokens.');
  }
  return passed(
    name,
    'The provider can encrypt id tokens. That must be off for this client: Latchkey reads signed ones alone.',
  );
}

/** Something that a provider may demand of all its clients (RFC 9126, section 5; RFC 9101, section 10.5), and that we do not do. */
function checkDemand(
  document: DiscoveryDocument,
  field: string,
  { name, demanded }: { name: ProviderCheck['name']; demanded: string },
): ProviderCheck {
  if (document[field] !== true) {
    return passed(name, `The provider does not say that it demands ${demanded}.`);
  }
  return failed(name, `The provider demands ${demanded}, which are not supported: ${field}.`, {
    cure: 'Let the provider switch that off, for this client at least.',
    acts: 'company_it',
  });
}

/** As JSON, and not endless. */
function quote(value: unknown): string {
  const text = value === undefined ? 'nothing' : (providerText(JSON.stringify(value)) ?? '');
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
