/** The kinds of files: what one row of each is. */
export const kindNames = [
  'customers',
  'users',
  'features',
  'policies',
  'bundles',
  'licenses',
  'license-features',
  'consumptions',
  'assignments',
  'devices',
  'versions',
] as const;
export type KindName = (typeof kindNames)[number];
