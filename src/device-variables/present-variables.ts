import type { components } from '../../generated/openapi.d.ts';
import type { DeviceVariables } from '../rules/device-variables.ts';

/** The DeviceVariables schema of the contract. */
export function presentVariables({
  device_id,
  variables,
  created_at: createdAt,
}: DeviceVariables): components['schemas']['DeviceVariables'] {
  return Object.entries(variables).map(([variable, value]) => ({
    variable,
    value,
    device_id,
    created_at: createdAt[variable]?.getTime() ?? 0,
  }));
}
