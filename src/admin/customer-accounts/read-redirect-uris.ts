import type { components } from '../../../generated/openapi.d.ts';
import { ApiError } from '../../rules/errors.ts';
import type { RedirectUri } from '../../rules/customer-account.ts';
import { isUsableRedirectUri } from '../../rules/redirect-uri.ts';

/**
 * Reads redirect URIs from a body.
 * @throws ApiError validation_error, which names one that is unusable, repeated, or a second default
 */
export function readRedirectUris(
  given: components['schemas']['RedirectUris'],
): readonly RedirectUri[] {
  const uris = given.map(({ uri }) => uri);
  const firstDefault = given.findIndex((one) => one.is_default);
  return given.map(({ uri, is_default: isDefault }, index) => {
    const field = `body.redirect_uris.${index}`;
    if (!isUsableRedirectUri(uri)) {
      throw invalidField(
        `${field}.uri must be https, http on a loopback address, or a scheme of your own such as com.example.app, percent-encoded, without user-info and fragment`,
      );
    }
    if (uris.indexOf(uri) !== index) throw invalidField(`${field}.uri is repeated`);
    if (isDefault && index !== firstDefault) {
      throw invalidField(
        `${field}.is_default: redirect_uris.${firstDefault} is the default already`,
      );
    }
    return { uri, is_default: isDefault };
  });
}

function invalidField(message: string): ApiError {
  return new ApiError('validation_error', message);
}
