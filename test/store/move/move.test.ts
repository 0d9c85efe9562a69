import { createPublicKey, verify } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { ApiKey } from '../../../src/rules/api-key.ts';
import { newSecretKey } from '../../../src/security/secret-key.ts';
import { sealingOf } from '../../../src/keys/secret-key-file.ts';
import { searchText } from '../../../src/store/search/search.ts';
import { openStore } from '../../../src/store/store.ts';
import { callSigned } from '../../support/activations.ts';
import { build } from '../../support/build.ts';
import { countRows, createDatabase, openSession, type Session } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { tablesOf as tablesOfDatabase } from '../../support/database.ts';
import { describeOnPostgres } from '../../support/describe-on.ts';
import { countOf, fillTables, tablesOf } from '../../support/fill-tables.ts';
import { latchkey } from '../../support/latchkey.ts';
import { latchkeyProgram } from '../../support/programs.ts';
import { start } from '../../support/run.ts';
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts';

/** Enough rows for several batches. */
const DEVICES = 2_000;
/** Enough to kill a move in the middle. */
const MANY_DEVICES = 20_000;

interface Moved {
  moved: boolean;
  rows: number;
  tables: { table: string; rows: number; checksum?: string }[];
}

/** The table with what each database counts for itself. */
const COUNTED = 'settled_changes';

describeOnPostgres('latchkey move', () => {
  let folder: string;
  /** What a SQLite installation has, to be copied for each test. */
  let origin: string;
  let secretKey: string;
  let apiKey: ApiKey;
  let publicKey: string;
  let database: TestDatabase;
  let target: Session;
  let dataDir: string;
  let count = 0;

  const onSqlite = (where = dataDir) => ({ LATCHKEY_DATA_DIR: where, LATCHKEY_DEMO: 'off' });
  const onPostgres = () => ({
    ...onSqlite(join(folder, 'unused')),
    LATCHKEY_DATABASE_URL: database.database,
    LATCHKEY_SECRET_KEY: secretKey,
  });
  const move = (to: string, env: Record<string, string>, ...more: string[]) =>
    latchkey(['move', '--to', to, ...more], env);
  const moved = async (to: string, env: Record<string, string>, ...more: string[]) => {
    const { code, stdout, stderr } = await move(to, env, '--json', ...more);
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Moved;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-move-'));
    origin = join(folder, 'origin');
    const server = await startServerProcess(origin, onSqlite(origin));
    const sealing = sealingOf({ dataDir: origin, secretKeys: undefined });
    const store = await openStore(join(origin, 'latchkey.db'), { sealing });
    apiKey = await build(store).apiKey();
    const product = await build(store).product({
      code: 'app',
      authorization_method: 'license-key',
    });
    await build(store).license({ product_id: product.id, license_key: 'KEY', max_activations: 2 });
    await store.close();
    ({ publicKey } = await check(server, 'activate_license'));
    await server.stop('SIGINT');
    secretKey = (await readFile(join(origin, 'secret-key'), 'utf8')).trim();
    const raw = new DatabaseSync(join(origin, 'latchkey.db'));
    fillTables(raw);
    // Their heartbeats are old.
    raw.exec('update running_servers set seen_at = 1');
    addDevices(raw, 1, DEVICES);
    raw.close();
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true }));

  function addDevices(raw: DatabaseSync, first: number, last: number): void {
    raw.exec(`
      insert into devices (id, license_id, hardware_id, active, fields, variables, activated_at, updated_at)
      with recursive numbers(n) as (select ${first} union all select n + 1 from numbers where n < ${last})
      select n, (select min(id) from licenses), 'device ' || n, 0, '{}', '{}', n, n from numbers`);
  }

  beforeEach(async () => {
    dataDir = join(folder, `copy-${(count += 1)}`);
    await cp(origin, dataDir, { recursive: true });
    database = await createDatabase({ empty: true });
    target = await openSession(database.database);
  });
  afterEach(async () => {
    await target.close();
    await database.drop();
  });

  /** Asks as a shipped application does, and verifies the answer with the key that it was shipped with. */
  async function check(server: ServerProcess, path = 'check_license', trusted?: string) {
    const values = { product: 'app', license_key: 'KEY', hardware_id: 'laptop' };
    const reply = await (path === 'activate_license'
      ? callSigned(server.url, apiKey, 'POST', `/api/v4/${path}`, values)
      : callSigned(
          server.url,
          apiKey,
          'GET',
          `/api/v4/${path}?${String(new URLSearchParams(values))}`,
        ));
    const bytes = Buffer.from(await reply.arrayBuffer());
    const known = (await (await fetch(`${server.url}/api/v4/.well-known`)).json()) as object;
    const pem = trusted ?? (known as { pub_key: string }).pub_key;
    const signature = Buffer.from(reply.headers.get('LicenseSignature') ?? '', 'base64');
    expect(verify('sha256', bytes, createPublicKey(pem), signature)).toBe(true);
    expect([reply.status, bytes.toString()]).toEqual([200, expect.stringContaining('"KEY"')]);
    return { publicKey: pem };
  }

  const contentsOf = (file: string) => {
    const raw = new DatabaseSync(file, { readOnly: true });
    const tables = tablesOf(raw).map((table) => [
      table,
      raw.prepare(`select * from ${table} order by 1, 2`).all(),
    ]);
    raw.close();
    return Object.fromEntries(tables) as Record<string, unknown[]>;
  };

  it('moves everything to PostgreSQL and back, and applications notice nothing', async () => {
    const before = contentsOf(join(dataDir, 'latchkey.db'));
    expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);
    const moving = Object.entries(before).filter(([table]) => table !== COUNTED);
    const there = await moved(database.database, onSqlite(), '--yes');
    const counts = Object.fromEntries(moving.map(([table, rows]) => [table, rows.length]));
    expect(Object.fromEntries(there.tables.map(({ table, rows }) => [table, rows]))).toEqual(
      counts,
    );
    expect(await countRows(target, Object.keys(counts))).toEqual(
      Object.fromEntries(Object.entries(counts).map(([table, rows]) => [table, String(rows)])),
    );
    expect(contentsOf(join(dataDir, 'latchkey.db'))).toEqual(before);

    const onServer = await startServerProcess(join(folder, 'unused'), onPostgres());
    await check(onServer, 'check_license', publicKey);
    await onServer.stop('SIGINT');
    const [license] = await target.query(
      "select times_activated from licenses where license_key = 'KEY'",
    );
    expect(license).toEqual({ times_activated: 1 });

    const other = join(folder, `back-${count}`);
    const back = await moved(other, onPostgres(), '--yes');
    const after = contentsOf(join(other, 'latchkey.db'));
    for (const table of [
      'products',
      'licenses',
      'devices',
      'api_keys',
      'signing_keys',
      'audit_log',
    ]) {
      expect(after[table]).toEqual(before[table]);
    }
    expect(back.tables.map(({ table }) => table).sort()).toEqual(moving.map(([table]) => table));
    expect((await stat(join(other, 'latchkey.db'))).mode & 0o777).toBe(0o600);
    const onFile = await startServerProcess(other, {
      ...onSqlite(other),
      LATCHKEY_SECRET_KEY: secretKey,
    });
    await check(onFile, 'check_license', publicKey);
    await onFile.stop('SIGINT');
    for (const where of [database.database, join(other, 'latchkey.db')]) {
      expect(await foundIn(where, 'müller')).toBe(3);
    }
  }, 120_000);

  /** How many customers have a text in them, by the index that finds it. */
  async function foundIn(where: string, given: string): Promise<number> {
    const sealing = sealingOf({ dataDir: origin, secretKeys: undefined });
    const store = await openStore(where, { sealing });
    const text = searchText(given);
    const found = text && (await store.search.find('customer', text, 10));
    await store.close();
    return found?.matches.length ?? 0;
  }

  it('moves every table that the migrations create', async () => {
    const { tables } = await moved(database.database, onSqlite(), '--dry-run');
    const raw = new DatabaseSync(join(dataDir, 'latchkey.db'));
    expect(tables.map(({ table }) => table).sort()).toEqual(
      tablesOf(raw).filter((table) => table !== COUNTED),
    );
    expect(tables.every(({ table, rows }) => rows === countOf(raw, table))).toBe(true);
    raw.close();
  });

  it('--dry-run prints the number of rows and changes nothing', async () => {
    const { code, stdout, stderr } = await move(database.database, onSqlite(), '--dry-run');
    expect([code, stderr]).toEqual([0, expect.stringContaining('Nothing was changed.')]);
    expect(stdout).toMatch(new RegExp(`^devices +${DEVICES + 1}$`, 'm'));
    expect(await tablesOfDatabase(target, database.database)).toEqual([]);
    const other = join(folder, 'dry');
    expect(await move(other, onSqlite(), '--dry-run')).toMatchObject({ code: 0 });
    expect(existsSync(other)).toBe(false);
  });

  it('asks for confirmation', async () => {
    const { code, stderr } = await move(database.database, onSqlite());
    expect([code, stderr]).toEqual([2, expect.stringContaining('Add --yes')]);
    expect(stderr).not.toContain(new URL(database.database).password);
    expect(await tablesOfDatabase(target, database.database)).toEqual([]);
  });

  it('prints what to do with the secret key', async () => {
    const { stderr } = await move(database.database, onSqlite(), '--yes');
    expect(stderr).toContain(
      `LATCHKEY_SECRET_KEY to the content of ${join(dataDir, 'secret-key')}`,
    );
    expect(stderr).toContain('Do not start a server on it again.');
  });

  it('refuses while a server runs on the source, SQLite or PostgreSQL', async () => {
    const onFile = await startServerProcess(dataDir, onSqlite());
    expect((await moved(database.database, onSqlite(), '--dry-run')).moved).toBe(false);
    const first = await move(database.database, onSqlite(), '--yes');
    await onFile.stop('SIGINT');
    expect([first.code, first.stderr]).toEqual([
      1,
      expect.stringMatching(/^error: A server (or command )?runs on/),
    ]);
    expect(await tablesOfDatabase(target, database.database)).toEqual([]);

    await moved(database.database, onSqlite(), '--yes');
    const onServer = await startServerProcess(join(folder, 'unused'), onPostgres());
    const second = await move(join(folder, 'never'), onPostgres(), '--yes');
    await onServer.stop('SIGINT');
    expect([second.code, second.stderr]).toEqual([
      1,
      expect.stringMatching(/^error: A server (or command )?runs on/),
    ]);
    expect(second.stderr).toContain(`(process ${onServer.pid})`);
    expect(existsSync(join(folder, 'never'))).toBe(false);
  }, 60_000);

  it('locks the source against writes', async () => {
    await moved(database.database, onSqlite(), '--yes');
    // Whoever holds the last table keeps the move waiting with the locks that it has.
    const other = await openSession(database.database);
    await other.query('begin');
    await other.query('lock table devices in access exclusive mode');
    const moving = move(join(folder, `meanwhile-${count}`), onPostgres(), '--yes');
    const locked = async () => {
      const [row] = await target.query(
        "select count(*)::int as n from pg_locks where mode = 'ExclusiveLock' and granted and relation = 'products'::regclass",
      );
      return row?.['n'] === 1;
    };
    while (!(await locked())) await setTimeout(2);
    await target.query("set lock_timeout = '20ms'");
    await expect(target.query('update products set name = name')).rejects.toThrow('lock timeout');
    await other.close();
    expect(await moving).toMatchObject({ code: 0 });
  });

  it.each([
    ['has tables of somebody else', 'create table others (id integer)', 'it has others.'],
    ['has a view', 'create view others as select 1 as id', 'it has others.'],
  ])('refuses a target that %s', async (_, sql, reason) => {
    await target.query(sql);
    for (const option of ['--yes', '--dry-run']) {
      const { code, stderr } = await move(database.database, onSqlite(), option);
      expect([code, stderr]).toEqual([1, expect.stringContaining(reason)]);
    }
  });

  it('refuses a target that is not empty, and the source as target', async () => {
    await moved(database.database, onSqlite(), '--yes');
    for (const [to, env] of [
      [database.database, onSqlite()],
      [database.database, onPostgres()],
      [dataDir, onPostgres()],
      [dataDir, onSqlite()],
    ] as const) {
      const { code, stderr } = await move(to, env, '--yes');
      expect([code, stderr]).toEqual([1, expect.stringMatching(/not empty|exists already/)]);
    }
  });

  it('refuses a source of another release, and a wrong secret key', async () => {
    const change = (sql: string) => {
      const raw = new DatabaseSync(join(dataDir, 'latchkey.db'));
      raw.exec(sql);
      raw.close();
    };
    change("insert into kysely_migration values ('9999-newer', '2030-01-01')");
    const newer = await move(database.database, onSqlite(), '--yes');
    change("delete from kysely_migration where name = '9999-newer'");
    change('delete from kysely_migration');
    const older = await move(database.database, onSqlite(), '--yes');
    expect([newer.code, newer.stderr]).toEqual([1, expect.stringContaining('9999-newer')]);
    expect([older.code, older.stderr]).toEqual([1, expect.stringContaining('latchkey migrate')]);
    const another = { ...onSqlite(origin), LATCHKEY_SECRET_KEY: newSecretKey() };
    const sealed = await move(database.database, another, '--yes');
    expect([sealed.code, sealed.stderr]).toEqual([1, expect.stringContaining('secret key')]);
    expect(await tablesOfDatabase(target, database.database)).toEqual([]);
  });

  it('leaves the target empty when a row cannot be written', async () => {
    const raw = new DatabaseSync(join(dataDir, 'latchkey.db'));
    // SQLite stores any value in any column.
    raw.exec("update devices set updated_at = 'yesterday' where id = 9");
    raw.close();
    const { code, stderr } = await move(database.database, onSqlite(), '--yes');
    expect(code).toBe(1);
    expect(stderr).toContain('yesterday');
    expect(stderr).toContain('Nothing was changed.');
    expect(await tablesOfDatabase(target, database.database)).toEqual([]);
  });

  it('refuses a copy that differs, and leaves the target empty', async () => {
    await target.query(`
      create function spoil() returns trigger language plpgsql as
        $$ begin new.name = 'spoiled'; return new; end $$;
      create function spy() returns event_trigger language plpgsql as $$ begin
        if to_regclass('products') is not null
          and not exists (select from pg_trigger where tgname = 'spoiling') then
          create trigger spoiling before insert on products for each row execute function spoil();
        end if; end $$;
      create event trigger spying on ddl_command_end when tag in ('CREATE TABLE') execute function spy()`);
    const { code, stderr } = await move(database.database, onSqlite(), '--yes');
    expect([code, stderr]).toEqual([1, expect.stringContaining('of the table products is not')]);
    expect(await tablesOfDatabase(target, database.database)).toEqual([]);
  });

  it('leaves the target empty when it is killed, and works the next time', async () => {
    const raw = new DatabaseSync(join(dataDir, 'latchkey.db'));
    addDevices(raw, DEVICES + 1, MANY_DEVICES);
    raw.close();
    const env = onSqlite();
    const command = [latchkeyProgram, 'move', '--yes', '--to'];
    const first = start(process.execPath, [...command, database.database], env);
    const isCopying = async () => {
      const rows = await target.query(
        `select 1 from pg_stat_activity where query like 'insert into "devices"%'`,
      );
      return rows.length > 0;
    };
    while (!(await isCopying())) await setTimeout(2);
    first.child.kill('SIGKILL');
    await first.finished;
    while (await isCopying()) await setTimeout(20);
    expect(await tablesOfDatabase(target, database.database)).toEqual([]);
    await moved(database.database, env, '--yes');

    const other = join(folder, `killed-${count}`);
    const second = start(process.execPath, [...command, other], onPostgres());
    const wal = join(other, 'latchkey.db.moving-wal');
    while (((await stat(wal).catch(() => undefined))?.size ?? 0) < 1_000_000) await setTimeout(2);
    second.child.kill('SIGKILL');
    await second.finished;
    expect(existsSync(join(other, 'latchkey.db'))).toBe(false);
    await setTimeout(200);
    expect((await moved(other, onPostgres(), '--yes')).moved).toBe(true);
  }, 60_000);

  it('replaces NUL, which PostgreSQL cannot store, by U+FFFD', async () => {
    const raw = new DatabaseSync(join(dataDir, 'latchkey.db'));
    raw.exec("update devices set fields = 'a' || char(0) || 'b' where id = 7");
    raw.close();
    await moved(database.database, onSqlite(), '--yes');
    expect(await target.query('select fields from devices where id = 7')).toEqual([
      { fields: 'a\u{FFFD}b' },
    ]);
  });
});
