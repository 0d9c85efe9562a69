import { type Kysely, sql } from 'kysely';
import type { Sealing } from '../security/sealing.ts';
import { isOnPostgres } from './postgres/is-on-postgres.ts';
import { lockName } from './postgres/row-locks.ts';
import type { Schema } from './schema.ts';
import { adminTokenStore } from './tables/admin-tokens.ts';
import { apiKeyStore } from './tables/api-keys.ts';
import { auditLog } from './tables/audit-log.ts';
import { bundleLicenseStore } from './tables/bundle-licenses.ts';
import { bundleStore } from './tables/bundles.ts';
import { connectionStore } from './tables/connections.ts';
import { consumptionDayStore } from './tables/consumption-days.ts';
import { customerAccountStore } from './tables/customer-accounts.ts';
import { customerLicenseUserStore } from './tables/customer-license-users.ts';
import { customerStore } from './tables/customers.ts';
import { deviceStore } from './tables/devices.ts';
import { keptAnswers } from './tables/kept-answers.ts';
import { identityStore } from './tables/identities.ts';
import { assignmentStore } from './tables/license-assignments.ts';
import { licenseFeatureStore } from './tables/license-features.ts';
import { licenseFigures } from './tables/license-figures.ts';
import { licensePolicyStore } from './tables/license-policies.ts';
import { licenseUserStore } from './tables/license-users.ts';
import { licenseStore } from './tables/licenses.ts';
import { productFeatureStore } from './tables/product-features.ts';
import { oauthClientStore } from './tables/oauth-clients.ts';
import { offlineRequestStore } from './tables/offline-requests.ts';
import { productStore } from './tables/products.ts';
import { rateLimitStore } from './tables/rate-limits.ts';
import { recordStore } from './tables/records.ts';
import { runningServerStore } from './tables/running-servers.ts';
import { searchStore } from './search/search.ts';
import { seatStore } from './tables/seats.ts';
import { serverStartStore } from './tables/server-starts.ts';
import { signingKeyStore } from './tables/signing-keys.ts';
import { trialStore } from './tables/trials.ts';
import { slotStore } from './tables/slots.ts';
import { uploadStore } from './tables/uploads.ts';
import { tokenUseStore } from './tables/token-uses.ts';
import { versionStore } from './tables/versions.ts';

/** Everything that is stored, with one property for each kind of thing. */
export type Tables = ReturnType<typeof tablesOf>;

/** @param db may be a transaction: then everything is read and stored within it */
export function tablesOf(db: Kysely<Schema>, sealing: Sealing) {
  return {
    products: productStore(db),
    productFeatures: productFeatureStore(db),
    bundles: bundleStore(db),
    versions: versionStore(db),
    uploads: uploadStore(db),
    apiKeys: apiKeyStore(db, sealing),
    oauthClients: oauthClientStore(db, sealing),
    adminTokens: adminTokenStore(db),
    audit: auditLog(db),
    customerAccounts: customerAccountStore(db, sealing),
    connections: connectionStore(db, sealing),
    customers: customerStore(db),
    customerLicenseUsers: customerLicenseUserStore(db),
    licenseUsers: licenseUserStore(db),
    licensePolicies: licensePolicyStore(db),
    licenses: licenseStore(db),
    consumptionDays: consumptionDayStore(db),
    licenseFeatures: licenseFeatureStore(db),
    bundleLicenses: bundleLicenseStore(db),
    licenseFigures: licenseFigures(db),
    seats: seatStore(db),
    trials: trialStore(db),
    slots: slotStore(db),
    assignments: assignmentStore(db),
    devices: deviceStore(db),
    identities: identityStore(db),
    records: recordStore(db, sealing),
    tokenUses: tokenUseStore(db),
    offlineRequests: offlineRequestStore(db, sealing),
    idempotencyKeys: keptAnswers(db, sealing, 'idempotency_keys'),
    signingKeys: signingKeyStore(db, sealing),
    rateLimits: rateLimitStore(db),
    runningServers: runningServerStore(db),
    search: searchStore(db),
    serverStarts: serverStartStore(db),
    /** Lets no other transaction take a name of the kind that several tables share, until this one ends. */
    lockName: (kind: 'code' | 'license key', name: string) => lockName(db, `${kind} ${name}`),
    /** @throws when the database does not answer or is read-only */
    async ping(): Promise<void> {
      // A `select 1` does not read the file: it succeeds on a broken one.
      await db.selectFrom('products').select('id').limit(1).execute();
      // A read-only server answers too. A real write would wait for locks of others.
      if (isOnPostgres(db)) await refuseReadOnly.execute(db);
    },
  };
}

/** Fails on a read-only server as a write does (25006, read_only_sql_transaction). */
const refuseReadOnly = sql`do $$ begin
  if current_setting('transaction_read_only') = 'on' then
    raise exception 'this server is read-only' using errcode = '25006';
  end if;
end $$`;
