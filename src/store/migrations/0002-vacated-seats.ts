import type { Migration } from 'kysely/migration';

/**
 * A license of several seats may have several that were given back and not taken again: each device says so of its
 * own, and the license counts them. What was known until now, the last one of each license, is kept.
 */
export const vacatedSeats: Migration = {
  async up(db) {
    const { schema } = db;
    const column = (table: string, name: string) =>
      schema
        .alterTable(table)
        .addColumn(name, 'integer', (c) => c.notNull().defaultTo(0))
        .execute();
    await column('licenses', 'vacated_seats');
    await column('devices', 'vacated');
    await db
      .updateTable('devices')
      .set({ vacated: 1 })
      .where('active', '=', 0)
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('licenses')
            .select('licenses.id')
            .whereRef('licenses.id', '=', 'devices.license_id')
            .whereRef('licenses.vacated_by', '=', 'devices.hardware_id'),
        ),
      )
      .execute();
    await db
      .updateTable('licenses')
      .set({ vacated_seats: 1 })
      .where('vacated_by', 'is not', null)
      .execute();
    await schema.alterTable('licenses').dropColumn('vacated_by').execute();
    await schema
      .createIndex('devices_vacated')
      .on('devices')
      .columns(['license_id', 'vacated'])
      .execute();
  },
};
