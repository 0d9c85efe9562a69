import { boolean, nullable, number, time, type Values } from './fields.ts';

/** How the devices of a license, or of a feature, share it. */
export const floatingFields = {
  /** True when a device needs a slot to use it. */
  floating: boolean,
  /** The number of slots; null for one for each active device. */
  floating_users: nullable(number),
  /** Minutes after which the slot of a silent device is free; null for those of the product. */
  floating_timeout: nullable(number),
};
export type Floating = Values<typeof floatingFields>;

/** The first term that only something floating can have, and the reason; undefined when there is none. */
export function findUnusedSharing(
  { floating, floating_users: slots, floating_timeout: timeout }: Floating,
  what: 'license' | 'feature',
): readonly [field: string, why: string] | undefined {
  if (floating) return undefined;
  const why = `only a floating ${what} has slots`;
  if (slots !== null) return ['floating_users', why];
  return timeout === null ? undefined : ['floating_timeout', why];
}

/** Whether a slot can be kept while its device is offline. */
export const borrowFields = {
  can_borrow: boolean,
  /** Hours. */
  max_borrow_time: number,
};

/** What a device holds of a license or feature. */
export const slotFields = {
  /** The slot is free from then on. */
  held_until: time,
  /** Set by a borrow, and not after `held_until`; null when it was not borrowed. */
  borrowed_until: nullable(time),
};
export type Slot = Values<typeof slotFields>;

/** What devices hold slots of. */
export interface Pool {
  /** The number of slots; null for no limit. */
  readonly slots: number | null;
  /** Minutes after which the slot of a silent device is free. */
  readonly timeout: number;
}

const MINUTE = 60_000;

/** @param product where the timeout comes from unless there is one here */
export function poolOf(
  floating: Pick<Floating, 'floating_users' | 'floating_timeout'>,
  product: { readonly floating_timeout: number },
): Pool {
  return {
    slots: floating.floating_users,
    timeout: floating.floating_timeout ?? product.floating_timeout,
  };
}

/** True while a device holds its slot. */
export function isHeld(slot: Slot | undefined, now: Date): slot is Slot {
  return slot !== undefined && slot.held_until > now;
}

/** True while a borrow keeps the slot, whether its device is heard of or not. */
export function isBorrowed(slot: Slot | undefined, now: Date): boolean {
  return (slot?.borrowed_until ?? now) > now;
}

/**
 * The slot of a device after a check: the timeout starts again, and a borrow lasts at least as long as before.
 * @param slot the one that the device holds; undefined, or one that has ended, when it gets a new one
 */
export function renewed(pool: Pool, slot: Slot | undefined, now: Date): Slot {
  const borrowedUntil = slot !== undefined && isBorrowed(slot, now) ? slot.borrowed_until : null;
  return {
    held_until: latest(silentUntil(pool, now), borrowedUntil),
    borrowed_until: borrowedUntil,
  };
}

/** True when a device that holds no slot can have one. @param holders how many devices hold one */
export function hasFree({ slots }: Pool, holders: number): boolean {
  return slots === null || holders < slots;
}

/** The slot after a borrow. Another borrow takes the place of the one before. */
export function borrowed(pool: Pool, until: Date, now: Date): Slot {
  return { held_until: latest(silentUntil(pool, now), until), borrowed_until: until };
}

/** True when a slot does not change by becoming the other one. */
export function isSame(slot: Slot, other: Slot): boolean {
  return (
    slot.held_until.getTime() === other.held_until.getTime() &&
    slot.borrowed_until?.getTime() === other.borrowed_until?.getTime()
  );
}

/**
 * When the slot of a device that is heard of now is free: at the first full minute after the timeout. It depends on the
 * last check alone, and further checks in the same minute need not be stored.
 */
function silentUntil({ timeout }: Pool, now: Date): Date {
  return new Date(Math.ceil(now.getTime() / MINUTE + timeout) * MINUTE);
}

function latest(one: Date, other: Date | null): Date {
  return other !== null && other > one ? other : one;
}
