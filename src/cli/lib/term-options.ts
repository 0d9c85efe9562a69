import type { FieldOptions } from './field-options.ts';
import { customerOption } from './named-options.ts';

/** The options for the terms of a license that differ from the contract. */
export const termOptions = {
  customer_id: { ...customerOption, help: 'customer that the license is issued to' },
  order_store_id: { flags: '--order <id>' },
  license_type: { flags: '--type <type>' },
  is_trial: { on: ['--trial', 'make it a trial'], off: ['--no-trial', 'make it no trial'] },
  enabled: {
    on: ['--enable', 'allow use again'],
    off: ['--disable', 'refuse every use of the license'],
  },
  starts_at: {
    help: 'first day or time at which devices can be activated, in the same forms as --valid-until',
  },
  valid_until: {
    help: 'a date such as 2027-06-15 (ends in the time zone of the server), a time in UTC, or never',
  },
  valid_days: {
    help: 'days of validity from the first activation, unless --valid-until is given; or unlimited',
  },
  maintenance_until: { help: 'end of maintenance, in the same forms as --valid-until' },
  max_activations: { help: 'maximum number of active devices, or unlimited' },
  max_consumptions: {
    help: 'maximum use that is counted, or unlimited; only for the type consumption',
  },
  allow_overages: {
    on: ['--allow-overages', 'count use above --max-consumptions too'],
    off: ['--no-overages', 'refuse use above --max-consumptions'],
  },
  allow_negative_consumptions: {
    on: ['--allow-negative-consumptions', 'let applications take use back'],
    off: ['--no-negative-consumptions', 'let applications only add use'],
  },
  max_overages: {
    help: 'maximum use above --max-consumptions, with --allow-overages; 0 for no limit',
  },
  consumption_period: {
    help: 'when the counter starts again at 0; only for the type consumption',
  },
  allow_transfers: {
    on: ['--allow-transfers', 'let the license move to other devices'],
    off: ['--no-transfers', 'bind each seat to its device for good'],
  },
  floating: {
    on: ['--floating', 'let devices share the license: each needs a slot to use it'],
    off: ['--no-floating', 'let each active device use the license'],
  },
  floating_users: { help: 'number of slots, or unlimited; only with --floating' },
  floating_timeout: {
    flags: '--floating-timeout <minutes>',
    help: 'minutes after which the slot of a silent device is free (default: those of the product)',
    none: ['--product-timeout', 'take the minutes of the product'],
  },
  can_borrow: {
    on: ['--can-borrow', 'let applications keep a slot while they are offline'],
    off: ['--no-borrow', 'let a slot be free after its timeout'],
  },
  max_borrow_time: {
    flags: '--max-borrow-time <hours>',
    help: 'hours for which a slot can be borrowed, with --can-borrow',
  },
  allow_offline_activation: {
    on: ['--allow-offline', 'let devices without a network be activated with a request file'],
    off: ['--no-offline', 'activate only devices that reach the server'],
  },
  max_license_users: {
    flags: '--max-users <count>',
    help: 'maximum number of license users, or unlimited',
  },
  custom_fields: undefined,
} satisfies FieldOptions;
