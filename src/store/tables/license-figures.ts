import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** The seats of enabled licenses with a limit. */
export interface Seats {
  readonly used: number;
  readonly allowed: number;
  /** The number of licenses without a free seat. */
  readonly full: number;
}

/** Sums over all licenses, for the metrics. */
export function licenseFigures(db: Kysely<Schema>) {
  return {
    /**
     * Sums up some licenses, in the order of their ids. Call it until none is left: one query for a million licenses would
     * block others for too long.
     * @param after the `last` of the previous call; 0 to begin
     * @returns `last` is undefined when none is left
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

    /** Counts the licenses that end after `after`, and at `until` at the latest. */
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
