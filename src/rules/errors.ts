import type { components } from '../../generated/openapi.d.ts';
import type { AuditEvent } from './audit-event.ts';

/** The error codes of the contract. */
export type ErrorCode = components['schemas']['ErrorCode'];

/**
 * The HTTP status of each code: the documented ones of the License API, 400 for the single sign-on codes of our own,
 * RFC 9110 for those of the Admin API.
 */
export const statusOf = {
  active_license_required: 400,
  already_exists: 409,
  api_key_product_not_allowed: 400,
  archived_product: 400,
  authorization_invalid_headers: 400,
  authorization_missing_params: 400,
  customer_account_not_found: 400,
  date_header_diff: 400,
  device_not_found: 400,
  blacklisted: 400,
  borrow_until_not_valid: 400,
  feature_not_floating: 400,
  floating_feature_device_not_in_use: 400,
  floating_not_available: 400,
  license_borrow_not_allowed: 400,
  change_password_not_allowed: 400,
  invalid_product_auth_method: 400,
  customer_does_not_exist: 400,
  customer_not_found: 400,
  license_not_consumption: 400,
  invalid_license_feature_code: 400,
  unsupported_product_feature: 400,
  feature_not_enough_consumptions: 400,
  license_not_enough_consumptions: 400,
  negative_consumptions_not_allowed: 400,
  vm_not_allowed: 400,
  disabled_product: 400,
  hmac_required: 400,
  idempotency_key_used: 409,
  in_use: 409,
  internal_error: 500,
  invalid_admin_token: 401,
  invalid_api_key: 400,
  invalid_json: 400,
  license_activated_max_times: 400,
  license_expired: 400,
  license_key_or_license_user_required: 400,
  license_not_active: 400,
  license_not_enabled: 400,
  license_not_found: 400,
  license_not_started: 400,
  license_transferred_max_times: 400,
  license_users_max: 409,
  licenseUserActivatedMaxTimes: 400,
  method_not_allowed: 405,
  missing_content: 400,
  missing_headers: 400,
  missing_parameters: 400,
  not_found: 404,
  oauth_required: 401,
  offline_activation_not_allowed: 400,
  offline_date_not_valid: 400,
  offline_request_used: 400,
  offline_schema_not_supported: 400,
  payload_too_large: 413,
  precondition_failed: 412,
  read_only_api_key: 400,
  redirect_uri_not_allowed: 400,
  response_type_not_allowed: 400,
  revoked_api_key: 400,
  service_unavailable: 503,
  signature_mismatch: 401,
  sso_code_invalid: 400,
  sso_not_configured: 400,
  sso_token_expired: 400,
  sso_token_invalid: 400,
  sso_token_used: 400,
  too_many_requests: 429,
  email_missing: 400,
  trial_not_allowed: 400,
  trial_expired: 400,
  unauthorized: 401,
  unknown_product: 400,
  unsupported_media_type: 415,
  validation_error: 400,
  version_not_found: 400,
} as const satisfies Record<ErrorCode, number>;

/**
 * An error that the caller sees as `code` and `message`. `detail` and `cause` go only to the log, `audit` goes to the
 * audit log.
 */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly detail: string | undefined;
  readonly audit: Pick<AuditEvent, 'subject' | 'detail'>;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      detail?: string;
      headers?: Record<string, string>;
      cause?: unknown;
      audit?: Pick<AuditEvent, 'subject' | 'detail'>;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'ApiError';
    this.code = code;
    this.status = statusOf[code];
    this.headers = options.headers ?? {};
    this.detail = options.detail;
    this.audit = options.audit ?? {};
  }
}

export function notFound(): ApiError {
  return new ApiError('not_found', 'There is nothing at this path.');
}
