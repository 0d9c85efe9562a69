import type { components } from '../../generated/openapi.d.ts';
import { type Counter, type Meter, totalAt } from '../rules/consumption.ts';

/** The counter in the Consumption schema of the contract. */
export function presentCounter(
  meter: Meter & Counter,
  now: Date,
): Omit<components['schemas']['Consumption'], 'id' | 'company'> {
  return {
    max_consumptions: meter.max_consumptions ?? 0,
    total_consumptions: totalAt(meter, meter, now),
    allow_unlimited_consumptions: meter.max_consumptions === null,
    allow_negative_consumptions: meter.allow_negative_consumptions,
    allow_overages: meter.allow_overages,
    max_overages: meter.max_overages,
    reset_consumption: meter.consumption_period !== null,
    consumption_period: meter.consumption_period,
  };
}
