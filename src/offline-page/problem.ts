import { type Message, message } from '../pages/texts/texts.ts';
import type { ErrorCode } from '../rules/errors.ts';

/**
 * What the page says to a person whose file was refused: what is wrong, and what to do next.
 * @param time until another upload is accepted
 */
export function problemOf(code: ErrorCode, time: { readonly seconds: number }): Message {
  switch (code) {
    case 'missing_content':
    case 'missing_parameters':
      return message('offline.noFile', {});
    case 'authorization_missing_params':
    case 'invalid_json':
    case 'payload_too_large':
    case 'unsupported_media_type':
    case 'validation_error':
      return message('offline.wrongFile', {});
    case 'invalid_api_key':
    case 'signature_mismatch':
    case 'unknown_product':
      return message('offline.changed', {});
    case 'offline_date_not_valid':
      return message('offline.date', {});
    case 'offline_request_used':
      return message('offline.used', {});
    case 'offline_schema_not_supported':
      return message('offline.schema', {});
    case 'offline_activation_not_allowed':
      return message('offline.notAllowed', {});
    case 'license_activated_max_times':
    case 'licenseUserActivatedMaxTimes':
      return message('offline.noSeats', {});
    case 'license_transferred_max_times':
      return message('offline.transfers', {});
    case 'license_expired':
    case 'trial_expired':
      return message('offline.expired', {});
    case 'license_not_started':
      return message('offline.notStarted', {});
    case 'api_key_product_not_allowed':
    case 'archived_product':
    case 'blacklisted':
    case 'disabled_product':
    case 'license_not_enabled':
    case 'read_only_api_key':
    case 'revoked_api_key':
    case 'vm_not_allowed':
      return message('offline.blocked', {});
    case 'license_not_found':
      return message('offline.notFound', {});
    case 'device_not_found':
      return message('offline.notActive', {});
    case 'license_not_enough_consumptions':
    case 'negative_consumptions_not_allowed':
      return message('offline.counted', {});
    case 'too_many_requests':
      return message('offline.tooMany', { time });
    default:
      return message('offline.refused', { code });
  }
}
