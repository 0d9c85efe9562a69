import { ApiError } from '../rules/errors.ts';
import { headerValues } from './header-values.ts';

/**
 * Returns the headers that authenticate a request of the License API.
 * @param rawHeaders alternating names and values, with duplicates
 * @throws ApiError missing_headers, authorization_invalid_headers
 */
export function authorizationHeaders(rawHeaders: readonly string[]): {
  date: string;
  authorization: string;
} {
  const dates = headerValues(rawHeaders, 'date');
  const authorizations = headerValues(rawHeaders, 'authorization');
  const [date] = dates;
  const [authorization] = authorizations;
  if (date === undefined || authorization === undefined) {
    const missing = [date === undefined && 'Date', authorization === undefined && 'Authorization'];
    throw new ApiError(
      'missing_headers',
      `Some headers are missing: ${missing.filter(Boolean).join(', ')}`,
    );
  }
  if (dates.length > 1 || authorizations.length > 1) {
    throw invalidHeaders('Date and Authorization must be sent only once.');
  }
  return { date, authorization };
}

export function invalidHeaders(message: string): ApiError {
  return new ApiError('authorization_invalid_headers', message);
}
