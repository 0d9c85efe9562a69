import { ApiError, type ErrorCode } from './errors.ts';
import { normalizeLicenseKey } from './license-key.ts';

/** The parameters by which a request identifies the user. */
export interface AuthorizationFields {
  readonly license_key?: string;
  readonly username?: string;
  readonly password?: string;
  readonly customer_account_code?: string;
  readonly id_token?: string;
  readonly code?: string;
  readonly code_verifier?: string;
  readonly redirect_uri?: string;
}

/** The result of a sign-in, with the values that it must match. */
export interface SignInForm {
  readonly kind: 'id_token' | 'code';
  readonly value: string;
  readonly customerAccountCode: string;
  readonly redirectUri: string | undefined;
  readonly codeVerifier: string | undefined;
}

export type AuthorizationForm =
  | { readonly kind: 'license_key'; readonly licenseKey: string }
  | { readonly kind: 'username'; readonly username: string; readonly password: string | undefined }
  | SignInForm;

type Way = 'license_key' | 'username' | 'id_token' | 'code';

interface OperationRule {
  readonly ways: readonly Way[];
  /** True when `username` needs `password`. */
  readonly passwordRequired: boolean;
  /** True when the operation is refused to read-only API keys. */
  readonly changes: boolean;
  /** The code when none of the ways is given; else missing_parameters. */
  readonly absent?: ErrorCode;
}

/** How a request of each operation names a license, and whether it changes one. Other operations name none. */
const OPERATIONS = {
  activateLicense: {
    ways: ['license_key', 'username', 'id_token', 'code'],
    passwordRequired: true,
    changes: true,
  },
  deactivateLicense: {
    ways: ['license_key', 'username', 'id_token', 'code'],
    passwordRequired: false,
    changes: true,
  },
  activateBundle: {
    ways: ['license_key', 'username', 'id_token', 'code'],
    passwordRequired: true,
    changes: true,
  },
  deactivateBundle: {
    ways: ['license_key', 'username', 'id_token', 'code'],
    passwordRequired: false,
    changes: true,
  },
  checkBundle: { ways: ['license_key', 'username'], passwordRequired: false, changes: false },
  activateOffline: { ways: ['license_key', 'username'], passwordRequired: true, changes: true },
  activateBundleOffline: {
    ways: ['license_key', 'username'],
    passwordRequired: true,
    changes: true,
  },
  deactivateBundleOffline: {
    ways: ['license_key', 'username'],
    passwordRequired: false,
    changes: true,
  },
  deactivateOffline: { ways: ['license_key', 'username'], passwordRequired: false, changes: true },
  checkLicense: { ways: ['license_key', 'username'], passwordRequired: false, changes: false },
  checkLicenseFeature: {
    ways: ['license_key', 'username'],
    passwordRequired: false,
    changes: false,
  },
  addConsumption: { ways: ['license_key', 'username'], passwordRequired: false, changes: true },
  addFeatureConsumption: {
    ways: ['license_key', 'username'],
    passwordRequired: false,
    changes: true,
  },
  releaseSlot: { ways: ['license_key', 'username'], passwordRequired: false, changes: true },
  borrowSlot: {
    ways: ['license_key', 'username', 'id_token', 'code'],
    passwordRequired: true,
    changes: true,
  },
  releaseFeatureSlot: { ways: ['license_key', 'username'], passwordRequired: false, changes: true },
  borrowFeatureSlot: {
    ways: ['license_key', 'username', 'id_token', 'code'],
    passwordRequired: true,
    changes: true,
  },
  trackDeviceVariables: {
    ways: ['license_key', 'username'],
    passwordRequired: false,
    changes: true,
  },
  getDeviceVariables: {
    ways: ['license_key', 'username'],
    passwordRequired: false,
    changes: false,
  },
  listVersions: {
    ways: ['license_key', 'username'],
    passwordRequired: false,
    changes: false,
  },
  getInstallationFile: {
    ways: ['license_key', 'username'],
    passwordRequired: false,
    changes: false,
    absent: 'license_key_or_license_user_required',
  },
  listUserLicenses: {
    ways: ['username', 'id_token', 'code'],
    passwordRequired: true,
    changes: false,
  },
} as const satisfies Record<string, OperationRule>;

export type AuthorizedOperation = keyof typeof OPERATIONS;

/** True for the operations that need one of these parameters. */
export function isAuthorized(operationId: string): operationId is AuthorizedOperation {
  return Object.hasOwn(OPERATIONS, operationId);
}

/** True for the operations that read-only API keys may not use. */
export function changesSomething(operationId: AuthorizedOperation): boolean {
  return OPERATIONS[operationId].changes;
}

/**
 * Reads how a request identifies its user. The operation and the limits of guesses ignore all other parameters.
 * @param fields the parameters in the place where the operation reads them: its query or its body
 * @throws ApiError missing_parameters, or the code that the operation has in its place; validation_error
 */
export function authorizationForm(
  operation: AuthorizedOperation,
  fields: AuthorizationFields,
): AuthorizationForm {
  const options: OperationRule = OPERATIONS[operation];
  const given = options.ways.filter((way) => fields[way] !== undefined);
  if (given.length > 1) {
    throw new ApiError(
      'validation_error',
      `${given.join(' and ')} exclude each other; send one of them`,
    );
  }
  const { license_key, username, password, id_token, code } = fields;
  switch (given[0]) {
    case 'license_key':
      return { kind: 'license_key', licenseKey: normalizeLicenseKey(license_key ?? '') };
    case 'username':
      if (options.passwordRequired && password === undefined) throw missing('password');
      return { kind: 'username', username: username ?? '', password };
    case 'id_token':
      return signIn('id_token', id_token ?? '', fields);
    case 'code':
      return signIn('code', code ?? '', fields);
    default:
      if (options.absent !== undefined) {
        throw new ApiError(options.absent, 'The license_key or license user is missing.');
      }
      throw missing(`one of ${options.ways.join(', ')}`);
  }
}

function signIn(kind: SignInForm['kind'], value: string, fields: AuthorizationFields): SignInForm {
  if (fields.customer_account_code === undefined) throw missing('customer_account_code');
  return {
    kind,
    value,
    customerAccountCode: fields.customer_account_code,
    redirectUri: fields.redirect_uri,
    codeVerifier: fields.code_verifier,
  };
}

function missing(names: string): ApiError {
  return new ApiError('missing_parameters', `Some parameters are missing in the request: ${names}`);
}
