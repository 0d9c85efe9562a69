import type { components } from '../../generated/openapi.d.ts';
import type { ProviderSays } from './provider-error.ts';

/** Something that must hold of an identity provider, and whether it does. */
export type ProviderCheck = components['schemas']['ConnectionCheck'];

type Name = ProviderCheck['name'];

/** What to do, and who: the vendor, or the IT of the company. */
export interface Cure {
  readonly cure: string;
  readonly acts: NonNullable<ProviderCheck['acts']>;
  /** What the provider itself said. */
  readonly says?: ProviderSays | undefined;
}

export function passed(name: Name, message: string, says?: ProviderSays): ProviderCheck {
  return { name, result: 'ok', message, cure: null, acts: null, ...told(says) };
}

export function failed(name: Name, message: string, { cure, acts, says }: Cure): ProviderCheck {
  return { name, result: 'failed', message, cure, acts, ...told(says) };
}

/** It may hold or not: what the provider answered proves neither. */
export function unknown(name: Name, message: string, { cure, acts, says }: Cure): ProviderCheck {
  return { name, result: 'unknown', message, cure, acts, ...told(says) };
}

export function hasFailed({ result }: ProviderCheck): boolean {
  return result === 'failed';
}

function told(says: ProviderSays | undefined) {
  return {
    provider_error: says?.error ?? null,
    provider_description: says?.description ?? null,
  };
}
