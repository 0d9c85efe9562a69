import type { Migration } from 'kysely/migration';

/** How often a refusal was repeated, and by what its repeats find it. */
export const summedRefusals: Migration = {
  async up({ schema }) {
    await schema
      .alterTable('audit_log')
      .addColumn('repeated', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
    for (const name of ['summed_in', 'summed_as']) {
      await schema.alterTable('audit_log').addColumn(name, 'text').execute();
    }
    await schema
      .createIndex('audit_log_summed')
      .unique()
      .on('audit_log')
      .columns(['summed_in', 'summed_as'])
      .where('summed_in', 'is not', null)
      .execute();
  },
};
