import { meterFields } from './consumption.ts';
import { borrowFields, floatingFields } from './slots.ts';
import { boolean, json, nullable, number, oneOf, text, time, type Values } from './fields.ts';

export interface CustomField {
  readonly name: string;
  readonly data_type: string | null;
  readonly value: string;
}

/** The fields of a license that the vendor sets. */
export const termFields = {
  customer_id: nullable(number),
  order_store_id: text,
  license_type: oneOf<'perpetual' | 'time-limited' | 'subscription' | 'consumption'>(),
  is_trial: boolean,
  enabled: boolean,
  /** No device is activated before; active ones stay so. */
  starts_at: nullable(time),
  valid_until: nullable(time),
  /** Counted from the first activation, which sets `valid_until`. */
  valid_days: nullable(number),
  maintenance_until: nullable(time),
  /** Hours after `valid_until` in which a subscription still counts as valid. */
  grace_hours: number,
  /** The maximum number of active devices; null for no limit. */
  max_activations: nullable(number),
  allow_transfers: boolean,
  /** 0 for no limit. */
  max_transfers: number,
  ...floatingFields,
  ...borrowFields,
  /** False when only a device that reaches the server can be activated. */
  allow_offline_activation: boolean,
  /** null for no limit. */
  max_license_users: nullable(number),
  ...meterFields,
  custom_fields: json<CustomField[]>(),
  metadata: json<Record<string, unknown>>(),
  /** Applications do not get it. */
  note: text,
};

export type Terms = Values<typeof termFields>;
