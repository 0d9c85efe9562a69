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
     * Forgets a person, so that whatever they signed in to is of no use any more: sessions, codes and tokens.
     * @param subject what the connections call the person
     */
    async forget(subject: string): Promise<void> {
      await db.deleteFrom('identities').where('subject', '=', subject).execute();
    },

    /**
     * Keeps who signed in, and answers the identity. A person keeps their id for as long as the connection
     * calls them by the same subject.
     * @param identity.id the id to use for a person not seen before
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
