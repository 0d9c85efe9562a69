import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Kysely, sql } from 'kysely';
import { type AuditEvent, type Origin, systemOrigin } from '../../../src/rules/audit-event.ts';
import { newSecretKey } from '../../../src/security/secret-key.ts';
import { auditLog } from '../../../src/store/tables/audit-log.ts';
import { connect } from '../../../src/store/connect.ts';

import type { Schema } from '../../../src/store/schema.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { plansOf } from '../../support/plans.ts';
import { sealingWith } from '../../support/sealing.ts';

const start = new Date('2026-06-15T12:00:00.000Z');
const at = (seconds: number) => new Date(start.getTime() + seconds * 1_000);

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await createDatabase();
  store = await openStore(database.database, { sealing: sealingWith(newSecretKey()) });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const record = (action: string, seconds: number) =>
  store.audit.record(systemOrigin, { action, outcome: 'done' }, at(seconds));

async function actions(): Promise<string[]> {
  const { items } = await store.audit.list({}, { limit: 200 });
  return items.map(({ action }) => action).reverse();
}

describe('the audit log', () => {
  it('deletes its oldest entries, a limited number at a time, and none after a time', async () => {
    for (const [index, action] of ['third', 'first', 'fifth', 'second', 'fourth'].entries()) {
      await record(action, [3, 1, 5, 2, 4][index] ?? 0);
    }
    expect(await store.audit.deleteOldest(at(1), 10)).toBe(0);
    expect(await store.audit.deleteOldest(at(4), 2)).toBe(2);
    expect(await actions()).toEqual(['third', 'fourth', 'fifth']);
    expect(await store.audit.deleteOldest(at(4), 2)).toBe(1);
    expect(await store.audit.deleteOldest(at(4), 2)).toBe(0);
    expect(await actions()).toEqual(['fourth', 'fifth']);
  });

  it('deletes its oldest entries by an index', async () => {
    const { db } = connect(database.database);
    await fill(db, 20_000);
    for (const plan of await plansOf(db, (watched) => auditLog(watched).deleteOldest(at(0), 100))) {
      expect(plan).toMatch(/audit_log_newest/);
      expect(plan).not.toMatch(/seq scan|scan audit_log|temp b-tree|sort/i);
    }
    await db.destroy();
  });
});

describe('an audit entry', () => {
  it('stores long texts cut, without characters that PostgreSQL cannot store', async () => {
    const long = `\0\ud800${'x'.repeat(10_000)}`;
    const about = { email: `  A${long}`, product: long, licenseKey: long, hardwareId: long };
    const origin = { ...systemOrigin, actorId: long };
    const detail = { message: long, released: Array.from({ length: 1_000 }, () => long) };
    const event = { action: 'long', outcome: 'refused', about, detail } as const;
    await store.audit.record(origin, event, start);
    const [entry] = (await store.audit.list({ action: 'long' }, { limit: 1 })).items;
    expect(entry?.about.email).toBe(`a\ufffd${'x'.repeat(317)}`);
    expect(JSON.stringify(entry).length).toBeLessThan(60_000);
    const { items } = await store.audit.list({ about }, { limit: 1 });
    expect(items[0]?.id).toBe(entry?.id);
  });
});

describe('the filters of the audit log', () => {
  it.each([
    ['email', { about: { email: 'bob@acme.test' } }],
    ['license_user_id', { about: { licenseUserId: 1 } }],
    ['product', { about: { product: 'desktop' } }],
    ['license_key', { about: { licenseKey: 'A-KEY' } }],
    ['hardware_id', { about: { hardwareId: 'a' } }],
    ['request_id', { requestId: 'a' }],
    ['code', { code: 'license_expired' }],
  ])('use an index: %s', async (column, filter) => {
    const { db } = connect(database.database);
    await fill(db, 20_000);
    const plans = await plansOf(db, (watched) => auditLog(watched).list(filter, { limit: 50 }));
    expect(plans).toHaveLength(2);
    for (const plan of plans) {
      expect(plan).toContain(`audit_log_${column}`);
      expect(plan).not.toMatch(/seq scan|scan audit_log |temp b-tree/i);
    }
    await db.destroy();
  });
});

describe('refusals', () => {
  const refusal = (over: Partial<AuditEvent> = {}): AuditEvent => ({
    action: 'activateLicense',
    outcome: 'refused',
    code: 'license_expired',
    about: { email: 'bob@acme.test', hardwareId: 'pc' },
    detail: { message: 'The license has expired.' },
    ...over,
  });
  let actor = 0;
  let origin: Origin;
  beforeEach(() => {
    actor += 1;
    origin = { actorKind: 'api_key', actorId: String(actor), address: 'here', requestId: 'first' };
  });
  const entries = async () => {
    const mine = { actorKind: 'api_key', actorId: String(actor) };
    return (await store.audit.list(mine, { limit: 2_000 })).items.toReversed();
  };

  it('that are equal share one entry a minute, which counts them', async () => {
    await store.audit.recordRefusal(origin, refusal(), at(0));
    expect(await entries()).toMatchObject([{ repeated: 0, requestId: 'first' }]);
    const later = { ...origin, address: 'there', requestId: 'second' };
    await store.audit.recordRefusal(later, refusal(), at(59));
    await store.audit.recordRefusal(origin, refusal(), at(60));
    expect(await entries()).toMatchObject([
      { repeated: 1, requestId: 'first', address: 'here', createdAt: at(0) },
      { repeated: 0, createdAt: at(60) },
    ]);
  });

  it('that differ have entries of their own', async () => {
    const others: Partial<AuditEvent>[] = [
      ...[{}, { action: 'checkLicense' }, { code: 'license_not_enabled' as const }],
      ...[{ about: { email: 'ann@acme.test' } }, { subject: { kind: 'license', id: 1 } as const }],
      { detail: { message: 'Another one.' } },
    ];
    for (const over of others) await store.audit.recordRefusal(origin, refusal(over), at(0));
    expect((await entries()).map(({ repeated }) => repeated)).toEqual(others.map(() => 0));
  });

  it('are all counted when two servers refuse at once', async () => {
    const { db } = connect(database.database);
    const second = auditLog(db);
    const refuse = (audit: Pick<typeof second, 'recordRefusal'>) =>
      audit.recordRefusal(origin, refusal(), at(0));
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => refuse(index % 2 ? store.audit : second)),
    );
    await db.destroy();
    expect((await entries()).map(({ repeated }) => repeated)).toEqual([39]);
  });

  it('beyond 1,000 different ones of a caller in an hour are counted together, without names', async () => {
    for (let number = 0; number < 1_050; number += 1) {
      const about = { email: `${number}@acme.test`, hardwareId: String(number) };
      await store.audit.recordRefusal(origin, refusal({ about }), at(0));
    }
    const code = 'license_not_enabled';
    await store.audit.recordRefusal(origin, refusal({ code }), at(0));
    const found = await entries();
    expect(found.filter(({ about }) => about.email !== undefined)).toHaveLength(1_000);
    const rest = found.filter(({ about }) => about.email === undefined);
    expect(rest).toMatchObject([
      { code: 'license_expired', repeated: 49, address: null, requestId: null },
      { code, repeated: 0 },
    ]);
    expect(JSON.stringify(rest)).not.toContain('acme.test');
    // A refusal that has an entry of its own is counted in that entry.
    const about = { email: '7@acme.test', hardwareId: '7' };
    await store.audit.recordRefusal(origin, refusal({ about }), at(1));
    expect((await store.audit.list({ about }, { limit: 9 })).items).toMatchObject([
      { repeated: 1 },
    ]);
    // Another caller gets an entry of its own.
    const other = { ...origin, actorId: 'other' };
    await store.audit.recordRefusal(other, refusal({ about }), at(1));
    expect((await store.audit.list({ about }, { limit: 9 })).items).toHaveLength(2);
  });

  it('of sign-ins are counted by customer account, whatever e-mail address they have', async () => {
    const subject = { kind: 'customer_account', id: 77 } as const;
    for (let number = 0; number < 1_020; number += 1) {
      const email = `${number}@nobody.test`;
      const person = { ...origin, actorKind: 'license_user', actorId: email } as const;
      const event = { action: 'signIn', outcome: 'refused', subject, about: { email } } as const;
      await store.audit.recordRefusal(person, event, at(0));
    }
    const { items } = await store.audit.list({ subjectId: 77 }, { limit: 2_000 });
    expect(items).toHaveLength(1_001);
    expect(items.find(({ actorId }) => actorId === null)).toMatchObject({ repeated: 19, subject });
  });

  it('are found by an index', async () => {
    const { db } = connect(database.database);
    await fill(db, 20_000);
    const plans = await plansOf(db, (watched) =>
      auditLog(watched).recordRefusal(origin, refusal(), at(0)),
    );
    expect(plans).toHaveLength(3);
    for (const plan of plans.slice(0, 2)) expect(plan).toContain('audit_log_summed');
    for (const plan of plans) expect(plan).not.toMatch(/seq scan|scan audit_log /i);
    await db.destroy();
  });
});

/** Adds entries: one for each millisecond from 1970 on. */
async function fill(db: Kysely<Schema>, count: number): Promise<void> {
  await sql`
    with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${sql.lit(count)})
    insert into audit_log (id, created_at, actor_kind, action, outcome, detail, email, license_user_id, product, license_key, hardware_id, request_id, code)
    select n, n, 'system', 'filled', 'done', '{}', cast(n as text), n, cast(n as text), cast(n as text), cast(n as text), cast(n as text), cast(n as text) from numbers where true
    on conflict do nothing`.execute(db);
  await sql`analyze`.execute(db);
}
