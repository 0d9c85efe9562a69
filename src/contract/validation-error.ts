import type { ValidationResult } from 'openapi-backend';
import { ApiError } from '../rules/errors.ts';

type ValidationError = NonNullable<ValidationResult['errors']>[number];

/**
 * Turns what does not fit the contract into its refusal: `missing_parameters` naming all that are missing, or
 * `validation_error` naming the first error by its path (docs/pages/decisions.md#missing-and-invalid-parameters).
 */
export function validationErrorOf(errors: readonly ValidationError[]): ApiError {
  const [first] = errors;
  // The field by the contract's names alone: one that is not there may be called anything.
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

/** What an error says is missing: a property, or that which says of what kind the others are. */
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
      return `${path} must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`;
    case 'pattern':
      return `${path} must have the form of ${String(parentSchema?.['example'])}`;
    case 'discriminator':
      return `${path}.${String(params['tag'])} must be one of the known kinds`;
    default:
      return `${path} ${message}`;
  }
}
