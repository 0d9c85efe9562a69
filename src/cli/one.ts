import type { AdminOptions } from './admin-api.ts';
import { type Context, printJson } from './context.ts';
import { Failure } from './failure.ts';
import { printDetails } from './table.ts';

/** Prints one thing: for people what is named, for programs all of it. */
export function showOne<Thing extends object>(
  context: Context,
  { json }: AdminOptions,
  thing: Thing,
  details: Readonly<Record<string, (thing: Thing) => unknown>>,
): void {
  if (json === true) return printJson(context, thing);
  printDetails(
    context,
    Object.entries(details).map(([name, of]) => [name, of(thing)]),
  );
}

/**
 * Finds what somebody means by a code, an e-mail address or an id.
 * @param what for messages, in the singular: `product`
 * @param named those of that name
 * @param byId gets the one with an id; asked only where there is nothing of that name
 * @throws Failure where there is none, or more than one
 */
export async function findOne<Thing extends { readonly id: number }>(
  what: string,
  name: string,
  named: () => Promise<{ items: readonly Thing[] }>,
  byId: (id: number) => Promise<Thing>,
): Promise<Thing> {
  const { items } = await named();
  const [only, ...others] = items;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) {
    const ids = items.map(({ id }) => id).join(', ');
    throw new Failure('refused', `More than one ${what} is ${name}.`, {
      advice: `Say which one by its id: ${ids}`,
    });
  }
  if (/^\d{1,16}$/.test(name)) return byId(Number(name));
  throw new Failure('refused', `There is no ${what} ${name}.`);
}

/** @throws Failure where nothing was given to change */
export function assertChanges(changes: object): void {
  if (Object.keys(changes).length > 0) return;
  throw new Failure('usage', 'Say what to change; --help shows what can be.');
}
