import type { Generated } from 'kysely';
import type { counterFields } from '../rules/consumption.ts';
import type { bundleFields } from '../rules/bundle.ts';
import type { customerAccountFields } from '../rules/customer-account.ts';
import type { customerFields } from '../rules/customer.ts';
import type { deviceFields } from '../rules/known-device.ts';
import type { featureTermFields } from '../rules/license-feature.ts';
import type { licensePolicyFields } from '../rules/license-policy.ts';
import type { termFields } from '../rules/license-terms.ts';
import type { licenseUserFields } from '../rules/license-user.ts';
import type { productFeatureFields } from '../rules/product-feature.ts';
import type { productFields } from '../rules/product.ts';
import type { slotFields } from '../rules/slots.ts';
import type { versionFields } from '../rules/version.ts';
import type { Columns } from './columns.ts';

/** What every thing has that the Admin API changes. */
export interface WithRevision {
  id: number;
  created_at: number;
  /** Counts the changes made to it; its ETag. */
  revision: Generated<number>;
  updated_at: number;
}

/**
 * The tables, alike on SQLite and PostgreSQL. Times are milliseconds since 1970, booleans 0 or 1, JSON is text: both
 * databases store and return these types the same way. Indexes and constraints are in `migrations/0001-tables.ts`.
 */
export interface Schema {
  products: WithRevision & Columns<typeof productFields>;
  license_policies: WithRevision & Columns<typeof licensePolicyFields>;
  product_features: WithRevision & Columns<typeof productFeatureFields>;
  bundles: WithRevision & Columns<typeof bundleFields>;
  bundle_products: { bundle_id: number; product_id: number };
  /** Licenses of bundles. Their member licenses refer to them. */
  bundle_licenses: WithRevision & { bundle_id: number; license_key: string | null };
  versions: WithRevision &
    Columns<typeof versionFields> & {
      /** What it is ordered by among the versions of its product. */
      sort_key: string;
    };
  /** The installation files in the data folder. `state` is `uploaded`, `used` or `discarded`. */
  uploads: {
    id: number;
    state: string;
    filename: string;
    size: number;
    hash_md5: string;
    hash_sha256: string;
    created_at: number;
  };
  api_keys: {
    id: number;
    name: string;
    api_key: string;
    /** Sealed. */
    shared_key: string;
    read_only: number;
    /** 1 when the key is limited to the products in `api_key_products`. */
    limited: number;
    revoked_at: number | null;
    created_at: number;
    revision: Generated<number>;
    updated_at: number;
  };
  api_key_products: { api_key_id: number; product_id: number };
  oauth_clients: {
    id: number;
    name: string;
    client_id: string;
    scope: string;
    /** Each of the three in the scope of that name only. */
    customer_account_id: number | null;
    customer_id: number | null;
    license_id: number | null;
    read_only: number;
    /** 1 when the client is limited to the products in `oauth_client_products`. */
    limited: number;
    revoked_at: number | null;
    created_at: number;
    revision: Generated<number>;
    updated_at: number;
  };
  oauth_client_products: { oauth_client_id: number; product_id: number };
  oauth_client_secrets: {
    oauth_client_id: number;
    /** The revision of the client that it came with. */
    generation: number;
    /** Sealed. */
    secret: string;
    created_at: number;
    /** When it stops working; null for the newest one. */
    expires_at: number | null;
  };
  customer_accounts: WithRevision & Columns<typeof customerAccountFields>;
  connections: {
    customer_account_id: number;
    kind: string;
    enabled: number;
    default_response_type: string;
    allow_implicit: number;
    issuer: string | null;
    client_id: string | null;
    /** Sealed. */
    client_secret: string | null;
    trust: string;
    email_claim: string;
    /** JSON. */
    scopes: string;
    /** JSON. */
    required_claims: string;
    response_mode: string;
    token_endpoint_auth_method: string;
    revision: Generated<number>;
  };
  redirect_uris: { customer_account_id: number; uri: string; is_default: number };
  customers: WithRevision & Columns<typeof customerFields>;
  licenses: WithRevision &
    Columns<typeof termFields> & {
      product_id: number;
      /** null for members of a bundle license, which has the key. */
      license_key: string | null;
      /** Whom `trial_key` has created this trial for: a hardware ID or an e-mail address; null for other licenses. */
      trial_holder: string | null;
      /** null for licenses that are no members of one. */
      bundle_license_id: Generated<number | null>;
      total_consumptions: Generated<number>;
      counted_at: number | null;
      times_activated: number;
      transfer_count: number;
      /** Seats that were given back and not taken again: how many of its devices are `vacated`. */
      vacated_seats: number;
    };
  license_features: Columns<typeof featureTermFields> &
    Columns<typeof counterFields> & {
      id: number;
      license_id: number;
      product_feature_id: number;
    };
  consumption_days: {
    id: number;
    license_id: number;
    /** Empty for the license itself. The code, so that what was counted outlives the feature. */
    feature_code: string;
    consumptions: number;
    /** The beginning of the day in UTC. */
    created_at: number;
  };
  license_users: WithRevision & Columns<typeof licenseUserFields>;
  license_assignments: {
    license_id: number;
    license_user_id: number;
    /** null for no limit. */
    max_activations: number | null;
    total_activations: number;
  };
  devices: Columns<typeof deviceFields> & {
    /** When each variable was first stored: JSON of milliseconds since 1970, by name. */
    variable_times: Generated<string>;
    /** The date of its last request file for an activation, by its own clock; null without one. */
    offline_requested_at: number | null;
    /** The version of the schema of that file. */
    offline_schema: number | null;
  };
  /** Slots of floating licenses and features. A row is out of date from `held_until` on. */
  slots: Columns<typeof slotFields> & {
    id: number;
    license_id: number;
    /** 0 for the slot of the license itself. */
    license_feature_id: number;
    device_id: number;
    /** When the device took it. */
    created_at: number;
  };
  identities: {
    id: string;
    customer_account_id: number;
    /** The person's id at the connection: `sub` of the issuer, or the id of the license user. */
    subject: string;
    email: string;
    updated_at: number;
  };
  /** Data that expires: sessions, interactions, codes, tokens, pending sign-ins. */
  records: {
    kind: string;
    id: string;
    /** Sealed. */
    payload: string;
    /** The grant that the record belongs to, or `customer-account/<id>`. */
    grant_id: string | null;
    uid: string | null;
    expires_at: number;
    consumed_at: number | null;
  };
  /** The device that a sign-in has activated: each sign-in activates one only. */
  token_uses: { id: string; hardware_id: string; expires_at: number };
  /** Request files of devices without a network that were carried out. */
  offline_requests: {
    /** JSON of what identifies the file. */
    id: string;
    /** A hash of the file, sealed. */
    fingerprint: string;
    /** The answer, sealed; null until there is one. */
    reply: string | null;
    expires_at: number;
  };
  admin_tokens: {
    id: number;
    name: string;
    token_hash: string;
    expires_at: number | null;
    revoked_at: number | null;
    created_at: number;
  };
  /** Rows are only added. Only `repeated` ever changes. */
  audit_log: {
    id: number;
    created_at: number;
    actor_kind: string;
    actor_id: string | null;
    action: string;
    outcome: string;
    code: string | null;
    subject_kind: string | null;
    subject_id: number | null;
    /** Whom the entry is about, in lower case. */
    email: string | null;
    license_user_id: number | null;
    /** The product code. */
    product: string | null;
    license_key: string | null;
    hardware_id: string | null;
    address: string | null;
    request_id: string | null;
    detail: string;
    /** How often the same request was refused again within the minute. */
    repeated: Generated<number>;
    /** Of a refusal: the caller and the hour. */
    summed_in: string | null;
    /** Of a refusal: a hash of the minute and the content. */
    summed_as: string | null;
  };
  idempotency_keys: {
    admin_token_id: number;
    idempotency_key: string;
    /** A hash of the request, sealed. */
    fingerprint: string;
    /** The response, sealed; null until there is one. */
    reply: string | null;
    expires_at: number;
  };
  /** Keys that Latchkey signs and encrypts with. Those of one purpose are used one after another, by `generation`. */
  signing_keys: {
    purpose: string;
    generation: number;
    kid: string;
    /** Sealed. */
    secret: string;
    created_at: number;
    /** The key is in use from then on, until the next key is. */
    activates_at: number;
    /** Signatures of the key are invalid from then on; null until there is a next key. */
    expires_at: number | null;
  };
  /** One row with a sealed text, to recognize the right secret key. */
  secret_key_check: { id: number; sealed: string };
  /** One row with the number of server starts. */
  server_starts: { id: number; count: number };
  /** One row with the number of changes of rows that are kept in memory. */
  settled_changes: { id: number; count: number };
  /** Counters of the rate limits. */
  rate_limits: { key: string; points: number; expires_at: number };
  /** Heartbeats of servers. `secret_key_ids` has commas between the ids; the first key seals. */
  running_servers: { id: string; name: string; secret_key_ids: string; seen_at: number };
}
