import { json, text, time, type Values } from './fields.ts';
import { deviceStateFields } from './license.ts';

/** The stored fields of a device. */
export const deviceFields = {
  ...deviceStateFields,
  hardware_id: text,
  /** What the application reported about the device, such as its host name. */
  fields: json<Record<string, unknown>>(),
  /** The variables that the application stored for the device. */
  variables: json<Record<string, unknown>>(),
  activated_at: time,
  /** When it was first activated. */
  created_at: time,
  updated_at: time,
};

/** A device, with the e-mail address of its license user. */
export interface KnownDevice extends Values<typeof deviceFields> {
  readonly license_user_email: string | null;
}
