import type { Migration } from 'kysely/migration';

/** What differs from provider to provider: whose addresses count, where they stand, what is asked for and how. */
export const connectionClaims: Migration = {
  async up(db) {
    const { schema } = db;
    const settings = {
      trust: 'verified',
      email_claim: 'email',
      scopes: '[]',
      required_claims: '{}',
      response_mode: 'query',
      token_endpoint_auth_method: 'auto',
    };
    for (const [name, value] of Object.entries(settings)) {
      await schema
        .alterTable('connections')
        .addColumn(name, 'text', (c) => c.notNull().defaultTo(value))
        .execute();
    }
    await db
      .updateTable('connections')
      .set({ trust: 'unstated' })
      .where('trust_unverified_email', '=', 1)
      .execute();
    await schema.alterTable('connections').dropColumn('trust_unverified_email').execute();
  },
};
