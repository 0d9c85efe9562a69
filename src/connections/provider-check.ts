import type { components } from '../../generated/openapi.d.ts';

/** Something that must hold of an identity provider, and whether it does. */
export type ProviderCheck = components['schemas']['ConnectionCheck'];

export function passed(name: ProviderCheck['name'], message: string): ProviderCheck {
  return { name, ok: true, message, cure: null };
}

export function failed(name: ProviderCheck['name'], message: string, cure: string): ProviderCheck {
  return { name, ok: false, message, cure };
}
