import { json, text, type Values } from './fields.ts';

/** What the vendor says of a reseller. */
export const resellerFields = {
  code: text,
  name: text,
  metadata: json<Record<string, unknown>>(),
};

export interface Reseller extends Values<typeof resellerFields> {
  readonly id: number;
}
