import { type Config, databaseOf } from '../../src/config/config.ts';
import { settledTables } from '../../src/store/settled-tables.ts';
import { openSession } from './database.ts';
import { untilKnownEverywhere } from './known-everywhere.ts';

/** Sets columns of a row with SQL, as an administrator would change it while the server runs. */
export async function updateRow(
  { config }: { readonly config: Config },
  table:
    | 'products'
    | 'bundles'
    | 'customer_accounts'
    | 'license_users'
    | 'licenses'
    | 'license_features'
    | 'devices',
  id: number,
  columns: Readonly<Record<string, boolean | number>>,
): Promise<void> {
  const session = await openSession(databaseOf(config));
  const set = Object.entries(columns).map(([name, value]) => `${name} = ${Number(value)}`);
  await session.query(`update ${table} set ${set.join(', ')} where id = ${id}`);
  await session.close();
  if (settledTables.has(table)) await untilKnownEverywhere();
}
