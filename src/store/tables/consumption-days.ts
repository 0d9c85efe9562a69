import { type Kysely, sql } from 'kysely';
import { lastReset } from '../../rules/consumption.ts';
import { newId } from '../../rules/ids.ts';
import { equal, type Page, type PageRequest, readPage } from '../pages.ts';
import type { Schema } from '../schema.ts';

/** What a license, or a feature of it, counted on a day. */
export interface ConsumptionDay {
  readonly license_id: number;
  /** null for the license itself. */
  readonly feature_code: string | null;
  /** Less what was taken back, so it may be negative. */
  readonly consumptions: number;
  /** The beginning of the day in UTC. */
  readonly day: Date;
}

/** Filters; undefined means any. */
export interface ConsumptionFilter {
  readonly license_id: number;
  readonly feature_code?: string | undefined;
  readonly from?: Date | undefined;
  /** Days that begin before it. */
  readonly to?: Date | undefined;
}

/** The use of licenses and their features by day: a counter forgets it with its next reset. */
export function consumptionDayStore(db: Kysely<Schema>) {
  return {
    /** Adds use to its day. Call it in the transaction that changes the counter, under the lock of the license. */
    async add(
      { license_id, feature_code }: Pick<ConsumptionDay, 'license_id' | 'feature_code'>,
      consumptions: number,
      now: Date,
    ): Promise<void> {
      await db
        .insertInto('consumption_days')
        .values({
          id: newId(),
          license_id,
          feature_code: feature_code ?? '',
          consumptions,
          created_at: lastReset('daily', now).getTime(),
        })
        .onConflict((conflict) =>
          conflict.columns(['license_id', 'feature_code', 'created_at']).doUpdateSet({
            consumptions: sql`consumption_days.consumptions + excluded.consumptions`,
          }),
        )
        .execute();
    },

    /** Lists days on which something was counted, newest first. */
    async list(filter: ConsumptionFilter, page: PageRequest): Promise<Page<ConsumptionDay>> {
      const { from, to, ...columns } = filter;
      const found = await readPage(
        db,
        'consumption_days',
        (eb) => [
          ...equal(eb, columns),
          ...(from === undefined ? [] : [eb('created_at', '>=', from.getTime())]),
          ...(to === undefined ? [] : [eb('created_at', '<', to.getTime())]),
        ],
        page,
      );
      const items = found.items.map(({ license_id, feature_code, consumptions, created_at }) => ({
        license_id,
        feature_code: feature_code === '' ? null : feature_code,
        consumptions,
        day: new Date(created_at),
      }));
      return { ...found, items };
    },
  };
}
