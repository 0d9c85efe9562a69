import type { ValidationResult } from 'openapi-backend';
import { ApiError } from '../rules/errors.ts';

type ValidationError = NonNullable<ValidationResult['errors']>[number];

/**
 * Converts validation errors to one error: `missing_parameters` with the names of all missing ones, or
 * `validation_error` with the path of the first error (docs/pages/decisions.md#missing-and-invalid-parameters).
 */
export function validationErrorOf(errors: readonly ValidationError[]): ApiError {
  const [first] = errors;
  // Only names of the contract are logged: an unknown field may have any name.
  const audit = first === undefined ? {} : { detail: { field: pathOf(first) } };
  const missing = errors.filter(({ instancePath }) => isTopLevel(instancePath)).flatMap(missingIn);
  if (missing.length > 0) {
    return new ApiError(
      'missing_parameters',
      `Some parameters are missing in the request: ${[...new Set(missing)].join(', ')}`,
      { audit },
    );
  }
  return new ApiError('validation_error', first === undefined ? 'invalid' : describe(first), {
    audit,
  });
}

/** The names of missing properties: required ones, and discriminators. */
function missingIn({ keyword, params }: ValidationError): string[] {
  if (keyword === 'required') return [String(params['missingProperty'])];
  const isKind = keyword === 'discriminator' && params['tagValue'] === undefined;
  return isKind ? [String(params['tag'])] : [];
}

const isTopLevel = (path: string) => path === '/query' || path === '/requestBody';

function pathOf({ instancePath }: ValidationError): string {
  return instancePath
    .replace(/^\/requestBody/, '/body')
    .slice(1)
    .replaceAll('/', '.');
}

function describe(error: ValidationError): string {
  const { keyword, params, parentSchema, message = 'is invalid' } = error;
  const path = pathOf(error);
  switch (keyword) {
    case 'additionalProperties':
      return `${path}.${String(params['additionalProperty'])} is not a parameter of this operation`;
    case 'enum':
      return `${path} must be one of ${(params['allowedValues'] as unknown[]).map(String).join(', ')}`;
    case 'type':
      return `${path} must be ${[params['type']].flat().map(String).join(' or ')}`;
    case 'minProperties':
      return `${path} has no fields`;
    case 'pattern':
      return `${path} must have the form of ${String(parentSchema?.['example'])}`;
    case 'discriminator':
      return `${path}.${String(params['tag'])} must be one of the known kinds`;
    default:
      return `${path} ${message}`;
  }
}
