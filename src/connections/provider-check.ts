import type { components } from '../../generated/openapi.d.ts';
import type { ErrorResponse } from './provider-error.ts';

/** The result of one check of an identity provider. */
export type ProviderCheck = components['schemas']['ConnectionCheck'];

type Name = ProviderCheck['name'];

/** How to correct a failed check, and who can: the vendor or the company's IT. */
export interface Cure {
  readonly cure: string;
  readonly acts: NonNullable<ProviderCheck['acts']>;
  /** The error response of the provider. */
  readonly errorResponse?: ErrorResponse | undefined;
}

export function passed(name: Name, message: string, errorResponse?: ErrorResponse): ProviderCheck {
  return {
    name,
    result: 'ok',
    message,
    cure: null,
    acts: null,
    ...providerErrorFields(errorResponse),
  };
}

export function failed(
  name: Name,
  message: string,
  { cure, acts, errorResponse }: Cure,
): ProviderCheck {
  return { name, result: 'failed', message, cure, acts, ...providerErrorFields(errorResponse) };
}

/** The provider's response proves neither success nor failure. */
export function unknown(
  name: Name,
  message: string,
  { cure, acts, errorResponse }: Cure,
): ProviderCheck {
  return { name, result: 'unknown', message, cure, acts, ...providerErrorFields(errorResponse) };
}

export function hasFailed({ result }: ProviderCheck): boolean {
  return result === 'failed';
}

function providerErrorFields(errorResponse: ErrorResponse | undefined) {
  return {
    provider_error: errorResponse?.error ?? null,
    provider_description: errorResponse?.description ?? null,
  };
}
