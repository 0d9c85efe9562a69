import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** The seats of licenses that have a limit and are not disabled. */
export interface Seats {
  readonly used: number;
  readonly allowed: number;
  /** Licenses with no seat left. */
  readonly full: number;
}

/** What metrics tell of all licenses together. */
export function licenseFigures(db: Kysely<Schema>) {
  return {
    /**
     * Sums up licenses in the order of their ids: a part at a time, so that nobody waits for the sum of a million.
     * @param after the id of the last one that was summed up; 0 to begin
     * @returns `last` is undefined where none is left
     */
    async seats(after: number, limit: number): Promise<Seats & { last: number | undefined }> {
      const { last, used, allowed, full } = await db
        .selectFrom((eb) =>
          eb
            .selectFrom('licenses')
            .select(['id', 'enabled', 'max_activations', 'times_activated'])
            .where('id', '>', after)
            .orderBy('id')
            .limit(limit)
            .as('part'),
        )
        .select((eb) => {
          const { fn } = eb;
          const counts = eb.and([eb('enabled', '=', 1), eb('max_activations', 'is not', null)]);
          return [
            fn.max<number | null>('id').as('last'),
            fn.sum<number | string | null>('times_activated').filterWhere(counts).as('used'),
            fn.sum<number | string | null>('max_activations').filterWhere(counts).as('allowed'),
            fn
              .countAll<number>()
              .filterWhere(eb.and([counts, eb('times_activated', '>=', eb.ref('max_activations'))]))
              .as('full'),
          ];
        })
        .executeTakeFirstOrThrow();
      return {
        last: last ?? undefined,
        used: Number(used ?? 0),
        allowed: Number(allowed ?? 0),
        full,
      };
    },

    /** How many licenses end after the one time, and not after the other: an index has them in this order. */
    async ending(after: Date, until: Date): Promise<number> {
      const { count } = await db
        .selectFrom('licenses')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('valid_until', '>', after.getTime())
        .where('valid_until', '<=', until.getTime())
        .executeTakeFirstOrThrow();
      return count;
    },
  };
}
