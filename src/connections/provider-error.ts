import { errors } from 'jose';
import * as client from 'openid-client';
import type { SignInCause } from '../rules/sign-in-causes.ts';
import { clearSecrets } from '../observability/clear-secrets.ts';
import { causeOfAuthorizationError, causeOfTokenError } from './error-causes.ts';
import { sanitizeProviderText } from './provider-text.ts';

/** An error response of a provider (RFC 6749, sections 4.1.2.1 and 5.2), shortened and without control characters and secrets. */
export interface ErrorResponse {
  readonly error: string | undefined;
  readonly description: string | undefined;
  readonly uri: string | undefined;
}

/** @returns `error: description` for a page; undefined when the provider sent neither */
export function formatErrorResponse(errorResponse: ErrorResponse | undefined): string | undefined {
  const parts = [errorResponse?.error, errorResponse?.description].filter(
    (part) => part !== undefined,
  );
  return parts.length === 0 ? undefined : parts.join(': ');
}

/** A sign-in that failed at the customer's identity provider or because of its response. */
export class ProviderError extends Error {
  readonly code: SignInCause;
  readonly errorResponse: ErrorResponse;

  /** @param options.errorResponse the fields of the error response, as received */
  constructor(
    code: SignInCause,
    message: string,
    options: {
      cause?: unknown;
      errorResponse?: Partial<Record<keyof ErrorResponse, unknown>>;
    } = {},
  ) {
    super(sanitizeProviderText(message) ?? '', { cause: options.cause });
    this.name = 'ProviderError';
    this.code = code;
    this.errorResponse = {
      error: removeSecrets(options.errorResponse?.error),
      description: removeSecrets(options.errorResponse?.description),
      uri: removeSecrets(options.errorResponse?.uri),
    };
  }
}

/** Removes secrets: the texts of a provider are shown on a page, in the log and in the audit log. */
function removeSecrets(text: unknown): string | undefined {
  const cut = sanitizeProviderText(text);
  return cut && sanitizeProviderText(clearSecrets(cut, cut.endsWith('…'), { uuids: true }));
}

/**
 * Converts errors of openid-client, jose and fetch.
 * @param secrets of the sign-in, which are removed from the provider's error response
 */
export function asProviderError(error: unknown, secrets: readonly string[] = []): ProviderError {
  if (error instanceof ProviderError) return error;
  if (error instanceof client.AuthorizationResponseError) {
    const errorResponse = {
      error: error.error,
      description: error.error_description,
      uri: error.cause.get('error_uri'),
    };
    return errorResponseError(
      causeOfAuthorizationError,
      'the provider responded with',
      errorResponse,
      error,
      secrets,
    );
  }
  if (error instanceof client.ResponseBodyError) {
    const { error_uri: uri } = error.cause;
    const errorResponse = { error: error.error, description: error.error_description, uri };
    const what = `it responded with ${error.status} and`;
    return errorResponseError(causeOfTokenError, what, errorResponse, error, secrets);
  }
  if (error instanceof errors.JOSEError) return keyError(error);
  if (error instanceof client.ClientError) return responseError(error);
  return new ProviderError('provider_unreachable', 'it did not respond as expected', {
    cause: error,
  });
}

function errorResponseError(
  causeOf: (error: string, description: string) => SignInCause,
  what: string,
  errorResponse: { error: string; description: string | undefined; uri: unknown },
  cause: unknown,
  secrets: readonly string[],
): ProviderError {
  const clear = (text: unknown) =>
    typeof text === 'string'
      ? secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text.slice(0, 10_000))
      : undefined;
  const cleared = {
    error: clear(errorResponse.error),
    description: clear(errorResponse.description),
    uri: clear(errorResponse.uri),
  };
  const code = causeOf(
    sanitizeProviderText(cleared.error) ?? '',
    sanitizeProviderText(cleared.description) ?? '',
  );
  const error = new ProviderError(code, '', { cause, errorResponse: cleared });
  error.message = `${what} ${error.errorResponse.error?.slice(0, 100) ?? 'an error'}`;
  return error;
}

function keyError(error: errors.JOSEError): ProviderError {
  const wrong = (code: SignInCause, message: string) =>
    new ProviderError(code, message, { cause: error });
  switch (error.code) {
    // The base class: the response for the key set was not 200 with JSON.
    case 'ERR_JOSE_GENERIC':
    case 'ERR_JWKS_TIMEOUT':
    case 'ERR_JWKS_INVALID':
      return wrong('provider_unreachable', 'its keys could not be fetched');
    case 'ERR_JWKS_NO_MATCHING_KEY':
      return wrong('id_token_key', 'the id token is signed with an unknown key');
    case 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED':
      return wrong('id_token_signature', 'the signature of the id token is wrong');
    case 'ERR_JOSE_ALG_NOT_ALLOWED':
    case 'ERR_JOSE_NOT_SUPPORTED':
      return wrong('id_token_algorithm', `its id token: ${error.message}`);
    default:
      return wrong('id_token_signature', `its id token: ${error.message}`);
  }
}

/** The cause for each claim that failed its check. */
const CLAIM_CAUSES: Readonly<Record<string, SignInCause>> = {
  iss: 'id_token_issuer',
  aud: 'id_token_audience',
  azp: 'id_token_audience',
  nonce: 'id_token_nonce',
  exp: 'id_token_times',
  nbf: 'id_token_times',
  iat: 'id_token_times',
};

/** Converts the errors of openid-client about a response. */
function responseError(error: client.ClientError): ProviderError {
  const wrong = (code: SignInCause, message: string, errorResponse = {}) =>
    new ProviderError(code, message, { cause: error, errorResponse });
  const messages = messagesOf(error);
  switch (error.code) {
    case 'OAUTH_RESPONSE_IS_NOT_JSON':
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM':
      return statusError(error);
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
    case 'OAUTH_INVALID_RESPONSE': {
      if (
        messages.includes('response parameter "iss"') ||
        messages.includes('"iss" (issuer) resp')
      ) {
        return wrong('answer_issuer', 'its response names another issuer, or none');
      }
      if (messages.includes('UserInfo') || messages.includes('"sub" property')) {
        return wrong('userinfo_invalid', 'its userinfo endpoint names another user');
      }
      if (messages.includes('"id_token" property')) {
        return wrong('id_token_missing', 'it sent no id token');
      }
      const claim = /(?:JWT|ID Token) "(\w+)"/.exec(messages)?.[1] ?? '';
      if (claim === 'alg') return wrong('id_token_algorithm', `its id token: ${messages}`);
      const known = CLAIM_CAUSES[claim];
      if (known !== undefined) return wrong(known, `its id token: ${messages}`);
      const isToken = messages.includes('JWT') || messages.includes('ID Token');
      return wrong(isToken ? 'id_token_claims' : 'answer_invalid', messages);
    }
    case 'OAUTH_UNSUPPORTED_OPERATION':
      if (messages.includes('JWE')) return wrong('id_token_encrypted', 'its id token is encrypted');
      if (messages.includes('JWS')) return wrong('id_token_algorithm', messages);
      return wrong('answer_invalid', messages);
    case 'OAUTH_PARSE_ERROR':
      return messages.includes('JWT')
        ? wrong('id_token_claims', messages)
        : wrong('provider_unreachable', 'its response is not JSON');
    case 'OAUTH_MISSING_SERVER_METADATA':
    case 'OAUTH_INVALID_SERVER_METADATA':
      return wrong('discovery_invalid', messages);
    // An error of fetch.
    case undefined:
    case 'OAUTH_TIMEOUT':
      return wrong('provider_unreachable', 'it did not respond as expected');
    default:
      return wrong('answer_invalid', messages);
  }
}

/** Converts a response that is not an OAuth response; the cause follows from its status. */
function statusError(error: client.ClientError): ProviderError {
  // The cause is a Response of undici.
  const { status = 0 } = error.cause as { status?: number };
  const message = `it responded with ${status}, without an OAuth response`;
  const wrong = (code: SignInCause) => new ProviderError(code, message, { cause: error });
  if (status === 401) return wrong('client_secret_refused');
  if (status >= 500) return wrong('provider_trouble');
  return wrong(status >= 400 ? 'request_refused' : 'provider_unreachable');
}

/** The messages of openid-client and of oauth4webapi below it: only the latter names the claim. */
function messagesOf({ message, cause }: Error): string {
  // A SyntaxError would quote the response.
  return cause instanceof Error && !(cause instanceof SyntaxError)
    ? `${message}: ${cause.message}`
    : message;
}
