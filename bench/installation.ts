import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashAdminToken, newAdminToken } from '../src/rules/admin-token.ts';
import { newId } from '../src/rules/ids.ts';
import { defaultRateLimits } from '../src/rules/rate-limits.ts';
import { newSecretKey } from '../src/security/secret-key.ts';
import { openStore } from '../src/store/store.ts';
import { build } from '../test/support/build.ts';
import { type Credentials, signedHeaders } from '../test/support/client.ts';
import { openSession } from '../test/support/database.ts';
import { sealingWith } from '../test/support/sealing.ts';

/** A database with licenses, for servers to be measured with. */
export interface Installation {
  /** The settings of a server, as in production. */
  readonly env: Readonly<Record<string, string>>;
  readonly dataDir: string;
  /** A file, or the URL of PostgreSQL. */
  readonly database: string;
  readonly size: Size;
  /** The headers of a request to the License API. */
  readonly signed: () => Record<string, string>;
  /** The headers of a request to the Admin API. */
  readonly administered: () => Record<string, string>;
  readonly remove: () => Promise<void>;
}

/** How much is stored. */
export interface Size {
  /** Their keys are `license-0`, `license-1`, … */
  readonly licenses: number;
  /** `device-0`, `device-1`, …, each on the next license, from the first one on again after the last. */
  readonly devices: number;
}

/** The code of the product whose users sign in, and of their customer account. */
export const SIGN_IN = { product: 'users', customer_account_code: 'account-1' } as const;

/** The code of the product with the licenses. */
export const KEY_PRODUCT = 'keys';

/** Limits that count everything and refuse nothing. */
const rateLimits = Object.keys(defaultRateLimits).map((name) => `${name}=999999999`);

/**
 * Creates a database as an installation may have it, without the demo.
 * @param options.databaseUrl an empty database of PostgreSQL; without it, SQLite
 * @param options.parent where the data folder is made
 */
export async function createInstallation(
  size: Size,
  { databaseUrl, parent = tmpdir() }: { databaseUrl?: string; parent?: string } = {},
): Promise<Installation> {
  const dataDir = await mkdtemp(join(parent, 'latchkey-bench-'));
  const database = databaseUrl ?? join(dataDir, 'latchkey.db');
  const secretKey = newSecretKey();
  const store = await openStore(database, { sealing: sealingWith(secretKey) });
  const make = build(store);
  const apiKey: Credentials = await make.apiKey();
  await make.product({ code: SIGN_IN.product });
  const { id: productId } = await make.product({
    code: KEY_PRODUCT,
    authorization_method: 'license-key',
  });
  for (let account = 0; account < 10; account += 1) {
    await make.unusedAccount({ code: `account-${account}` });
  }
  const token = newAdminToken();
  await store.adminTokens.create({
    id: newId(),
    name: 'bench',
    tokenHash: hashAdminToken(token),
    expiresAt: null,
    now: new Date(),
  });
  await store.close();
  const session = await openSession(database);
  for (const sql of rowsOf(size, productId, Date.now())) await session.query(sql);
  // PostgreSQL does so by itself, some time later. SQLite never does.
  if (databaseUrl !== undefined) await session.query('analyze');
  await session.close();

  return {
    dataDir,
    database,
    size,
    env: {
      NODE_ENV: 'production',
      LATCHKEY_DATA_DIR: dataDir,
      LATCHKEY_DATABASE_URL: databaseUrl ?? '',
      LATCHKEY_SECRET_KEY: secretKey,
      LATCHKEY_HOST: '127.0.0.1',
      LATCHKEY_RATE_LIMITS: rateLimits.join(),
    },
    signed: () => Object.fromEntries(signedHeaders(apiKey, new Date().toUTCString())),
    administered: () => ({ Authorization: `Bearer ${token}` }),
    remove: () => rm(dataDir, { recursive: true }),
  };
}

/** The statements that store licenses and devices, for both databases. The devices were seen now. */
function rowsOf({ licenses, devices }: Size, productId: number, now: number): string[] {
  return [
    `${numbersTo(1_000)} insert into customers (id, customer_account_id, email, company_name, reference, phone,
       first_name, last_name, city, postcode, state, country, address, metadata, created_at)
     select n + 1, (select id from customer_accounts where code = 'account-' || (n % 10)),
       'it@customer-' || n || '.test', 'Customer ' || n, 'C-' || n, '', 'Nora', 'Nordberg', '', '', '', '', '', '{}',
       ${now} - n from numbers`,
    `${numbersTo(licenses)} insert into licenses (id, product_id, customer_id, order_store_id, license_key,
       license_type, is_trial, enabled, valid_until, grace_hours, max_activations, times_activated, max_transfers,
       transfer_count, vacated_seats, custom_fields, metadata, created_at)
     select n + 1, ${productId}, n % 1000 + 1, 'order-' || n, 'license-' || n,
       case when n % 2 = 0 then 'perpetual' else 'subscription' end, 0, 1,
       case when n % 2 = 0 then null else ${now} + 86400000 * (n % 365 + 1) end, 0, null,
       ${devices} / ${licenses} + case when n < ${devices % licenses} then 1 else 0 end, 0, 0, 0, '[]', '{}',
       ${now} - n * 1000 from numbers`,
    `${numbersTo(devices)} insert into devices (id, license_id, hardware_id, active, vacated, blacklisted, fields,
       variables, activated_at, created_at, updated_at, last_seen_at)
     select n + 1, n % ${licenses} + 1, 'device-' || n, 1, 0, 0, '{}', '{}', ${now}, ${now}, ${now}, ${now}
     from numbers`,
  ];
}

/** The beginning of a statement that has the numbers from 0 in the table `numbers`. */
function numbersTo(end: number): string {
  return `with recursive numbers (n) as
    (select cast(0 as bigint) union all select n + 1 from numbers where n < ${end - 1})`;
}
