import { errors } from 'jose';
import * as client from 'openid-client';

/**
 * What went wrong at a customer's identity provider: it did not answer as one, it refused the person, or its
 * answer is not valid.
 */
export type ProviderFault = 'unreachable' | 'denied' | 'invalid';

export class ProviderError extends Error {
  readonly fault: ProviderFault;

  constructor(fault: ProviderFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ProviderError';
    this.fault = fault;
  }
}

/** Codes of openid-client for answers that are no answers of an OpenID provider. */
const NO_ANSWER: (string | undefined)[] = [
  // An error of the fetch, passed on.
  undefined,
  'OAUTH_TIMEOUT',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_PARSE_ERROR',
];
/** Errors of RFC 6749, section 4.1.2.1, that are the provider's own trouble. */
const TROUBLE = ['server_error', 'temporarily_unavailable'];

/** Sorts the errors of openid-client, jose and fetch. */
export function asProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  if (error instanceof client.AuthorizationResponseError) {
    const fault = TROUBLE.includes(error.error) ? 'unreachable' : 'denied';
    return new ProviderError(fault, `the provider answered ${error.error}`, error);
  }
  if (error instanceof client.ResponseBodyError) {
    const fault = error.status >= 500 ? 'unreachable' : 'invalid';
    return new ProviderError(fault, `the token endpoint answered ${error.error}`, error);
  }
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) {
    return new ProviderError('unreachable', 'its keys could not be fetched', error);
  }
  if (error instanceof errors.JOSEError) {
    // Base class: its key set answered, but not with 200 and JSON.
    const fault = error.code === 'ERR_JOSE_GENERIC' ? 'unreachable' : 'invalid';
    return new ProviderError(fault, `its id token: ${error.message}`, error);
  }
  if (error instanceof client.ClientError && !NO_ANSWER.includes(error.code)) {
    return new ProviderError('invalid', error.message, error);
  }
  return new ProviderError('unreachable', 'it did not answer as it should', error);
}
