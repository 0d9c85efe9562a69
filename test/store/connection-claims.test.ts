import { expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { connect } from '../../src/store/connect.ts';
import { first } from '../../src/store/migrations/0001-first.ts';
import { connectionClaims } from '../../src/store/migrations/0013-connection-claims.ts';
import { createDatabase } from '../support/database.ts';

it('a connection of the time before that trusted what was not said still does', async () => {
  const test = await createDatabase({ empty: true });
  const { db } = connect(test.database);
  await first.up(db);
  for (const [id, trusts] of [0, 1].entries()) {
    await sql`insert into customer_accounts values (${id}, ${`code-${id}`}, '', 1, 0)`.execute(db);
    await sql`insert into connections values (${id}, 'oidc', 1, 'code', 1, 'https://i.test', 'c', 's', ${trusts})`.execute(
      db,
    );
  }
  await connectionClaims.up(db);
  const { rows } = await sql`select * from connections order by customer_account_id`.execute(db);
  const settings = {
    email_claim: 'email',
    scopes: '[]',
    required_claims: '{}',
    response_mode: 'query',
    token_endpoint_auth_method: 'auto',
  };
  expect(rows).toMatchObject([
    { trust: 'verified', ...settings },
    { trust: 'unstated', ...settings },
  ]);
  expect(rows[0]).not.toHaveProperty('trust_unverified_email');
  await db.destroy();
  await test.drop();
});
