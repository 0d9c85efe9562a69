import type { Kysely } from 'kysely';
import type { Identity } from '../../rules/identity.ts';
import type { Schema } from '../schema.ts';

export function identityStore(db: Kysely<Schema>) {
  return {
    async find(id: string): Promise<Identity | undefined> {
      const row = await db
        .selectFrom('identities')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row && { id: row.id, customerAccountId: row.customer_account_id, email: row.email };
    },

    /**
     * Deletes a person's identities. Their sessions, codes and tokens become invalid.
     * @param subject the person's id at the connection
     */
    async forget(subject: string): Promise<void> {
      await db.deleteFrom('identities').where('subject', '=', subject).execute();
    },

    /**
     * Stores who signed in. A person keeps the id of their first sign-in while the subject stays the same.
     * @param identity.id the id for a person who signs in for the first time
     */
    async record(identity: Identity, subject: string, now: Date): Promise<Identity> {
      const row = await db
        .insertInto('identities')
        .values({
          id: identity.id,
          customer_account_id: identity.customerAccountId,
          subject,
          email: identity.email,
          updated_at: now.getTime(),
        })
        .onConflict((conflict) =>
          conflict
            .columns(['customer_account_id', 'subject'])
            .doUpdateSet({ email: identity.email, updated_at: now.getTime() }),
        )
        .returning('id')
        .executeTakeFirstOrThrow();
      return { ...identity, id: row.id };
    },
  };
}
