import type { Generated } from 'kysely';

/**
 * The tables, alike on SQLite and PostgreSQL. Times are milliseconds since 1970, booleans 0 or 1, JSON is text: both
 * databases store and return these types the same way. Indexes and constraints are in `migrations/0001-tables.ts`.
 */
export interface Schema {
  products: {
    id: number;
    code: string;
    name: string;
    authorization_method: string;
    enabled: number;
    archived: number;
    prevent_vm: number;
    metadata: string;
    created_at: number;
    /** Starts at 1 and grows with each change; the ETag. */
    revision: Generated<number>;
    updated_at: number;
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
  customer_accounts: {
    id: number;
    code: string;
    name: string;
    enabled: number;
    created_at: number;
    revision: Generated<number>;
    updated_at: number;
  };
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
  customers: {
    id: number;
    customer_account_id: number | null;
    email: string;
    company_name: string;
    reference: string;
    phone: string;
    first_name: string;
    last_name: string;
    city: string;
    postcode: string;
    state: string;
    country: string;
    address: string;
    metadata: string;
    created_at: number;
    revision: Generated<number>;
    updated_at: number;
  };
  licenses: {
    id: number;
    product_id: number;
    customer_id: number | null;
    order_store_id: string;
    license_key: string | null;
    license_type: string;
    is_trial: number;
    enabled: number;
    valid_until: number | null;
    maintenance_until: number | null;
    grace_hours: number;
    /** null for no limit. */
    max_activations: number | null;
    times_activated: number;
    /** 0 for no limit. */
    max_transfers: number;
    transfer_count: number;
    /** How many of its devices are `vacated`. */
    vacated_seats: number;
    /** null for no limit. */
    max_license_users: number | null;
    custom_fields: string;
    metadata: string;
    note: Generated<string>;
    created_at: number;
    revision: Generated<number>;
    updated_at: number;
  };
  license_users: {
    id: number;
    /** In lower case. */
    email: string;
    first_name: string;
    last_name: string;
    phone_number: string;
    /** An argon2id hash, or null for people who sign in through their company only. */
    password_hash: string | null;
    is_initial_password: number;
    enabled: number;
    created_at: number;
    revision: Generated<number>;
    updated_at: number;
  };
  license_assignments: {
    license_id: number;
    license_user_id: number;
    /** null for no limit. */
    max_activations: number | null;
    total_activations: number;
  };
  devices: {
    id: number;
    license_id: number;
    hardware_id: string;
    license_user_id: number | null;
    active: number;
    /** 1 when the device has given its seat back and no other device has taken that seat since. */
    vacated: number;
    /** JSON: host name, operating system and so on, as the device reported them. */
    fields: string;
    /** JSON: variables that the application stores for the device. */
    variables: string;
    activated_at: number;
    /** When it was first activated. */
    created_at: number;
    updated_at: number;
    /** When it was last activated or checked, to the hour; null for an imported device that never was. */
    last_seen_at: number | null;
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
  /** Counters of the rate limits. */
  rate_limits: { key: string; points: number; expires_at: number };
  /** Heartbeats of servers. `secret_key_ids` has commas between the ids; the first key seals. */
  running_servers: { id: string; name: string; secret_key_ids: string; seen_at: number };
}
