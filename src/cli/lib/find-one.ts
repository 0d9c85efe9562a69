import type { AdminClient } from './admin-client.ts';
import { Failure } from './failure.ts';

/**
 * Finds a resource by a name (code, e-mail address or key) or an ID.
 * @param what its kind for messages, in the singular: `product`
 * @param how.named lists those with the name
 * @param how.byId gets the one with an ID; called when the name has no match
 * @param how.mayBeName false when the text cannot be a name
 * @throws Failure when there is none, or more than one
 */
export async function findOne<Thing extends { readonly id: number }>(
  what: string,
  name: string,
  how: {
    named: () => Promise<{ items: readonly Thing[] }>;
    byId: (id: number) => Promise<Thing>;
    mayBeName?: boolean;
  },
): Promise<Thing> {
  const { items } = how.mayBeName === false ? { items: [] } : await how.named();
  const [only, ...others] = items;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) {
    throw new Failure('refused', `More than one ${what} has the name ${name}.`, {
      advice: `Use the ID of one of them: ${items.map(({ id }) => id).join(', ')}`,
    });
  }
  if (isId(name)) return how.byId(Number(name));
  throw new Failure('refused', `There is no ${what} ${name}.`);
}

export function isId(text: string): boolean {
  return /^[1-9]\d{0,15}$/.test(text);
}

/** Reads the value of an option that names a resource: its id. */
export function idBy(find: (api: AdminClient, name: string) => Promise<{ readonly id: number }>) {
  return async (name: string, api: AdminClient): Promise<number> => (await find(api, name)).id;
}
