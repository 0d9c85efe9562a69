import type { AdminClient } from './admin-client.ts';
import { Failure } from './failure.ts';

/**
 * Finds a resource by a code, an e-mail address or an id.
 * @param what for messages, in the singular: `product`
 * @param how.named gets those of that name
 * @param how.byId gets the one with an id; asked only where there is nothing of that name
 * @param how.mayBeName false where no name looks like that
 * @throws Failure where there is none, or more than one
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
    throw new Failure('refused', `More than one ${what} is called ${name}.`, {
      advice: `Say which by its id: ${items.map(({ id }) => id).join(', ')}`,
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
