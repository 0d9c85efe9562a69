import { ApiError } from '../rules/errors.ts';

/** The error for an API key, where the vendor accepts OAuth clients only. */
export function oauthRequired(): ApiError {
  return new ApiError(
    'oauth_required',
    'This server accepts no API keys. Send an access token as Authorization: Bearer <token>.',
    { headers: { 'WWW-Authenticate': 'Bearer realm="license-api"' } },
  );
}
