import type { FieldOption } from './field-options.ts';
import { idBy } from './find-one.ts';
import { findCustomer, findProduct } from './find.ts';

/** Options that name a resource, and set the field with its ID. */
export const productOption = {
  flags: '--product <product>',
  read: idBy(findProduct),
} satisfies FieldOption;
export const customerOption = {
  flags: '--customer <customer>',
  read: idBy(findCustomer),
} satisfies FieldOption;
