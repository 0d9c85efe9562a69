import type { Generated } from 'kysely';

/**
 * The tables, alike on every database. Times are milliseconds since 1970, truth values 0 or 1, JSON is text:
 * types that every dialect stores and returns the same way.
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
    /** Counts the changes made to it; its ETag. */
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
    /** Whether only the products in `api_key_products` may be used. */
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
    /** Seats that were given back and not taken again: how many of its devices are `vacated`. */
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
    /** In lower case: addresses are compared without case. */
    email: string;
    first_name: string;
    last_name: string;
    phone_number: string;
    /** argon2id, or null for people who only ever sign in with their company. */
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
    /** Whether its seat was given back and not taken again since. */
    vacated: number;
    /** What the device says of itself, and its variables. */
    fields: string;
    variables: string;
    activated_at: number;
    /** When it was first activated. */
    created_at: number;
    updated_at: number;
    /** When its application last activated or checked it, to the hour; null where it never did so here. */
    last_seen_at: number | null;
  };
  identities: {
    id: string;
    customer_account_id: number;
    /** What the connection calls the person: `sub` of its issuer, or the license user's id. */
    subject: string;
    email: string;
    updated_at: number;
  };
  /** Short-lived things: sessions, interactions, codes, tokens, states. */
  records: {
    kind: string;
    id: string;
    /** Sealed. */
    payload: string;
    /** Or the customer account that they belong to. */
    grant_id: string | null;
    uid: string | null;
    expires_at: number;
    consumed_at: number | null;
  };
  /** Which device a sign-in was used for; a sign-in activates one. */
  token_uses: { id: string; hardware_id: string; expires_at: number };
  admin_tokens: {
    id: number;
    name: string;
    token_hash: string;
    expires_at: number | null;
    revoked_at: number | null;
    created_at: number;
  };
  /** Only added to: nothing of it is changed but how often a refusal was repeated. */
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
    /** Whom and what it was about. In lower case. */
    email: string | null;
    license_user_id: number | null;
    /** Its code. */
    product: string | null;
    license_key: string | null;
    hardware_id: string | null;
    address: string | null;
    request_id: string | null;
    detail: string;
    /** How often the same was refused again within the minute. */
    repeated: Generated<number>;
    /** Of a refusal: whoever was refused, with the minute. */
    summed_in: string | null;
    /** Of a refusal: a hash of what it says. */
    summed_as: string | null;
  };
  idempotency_keys: {
    admin_token_id: number;
    idempotency_key: string;
    /** A hash of the request it stands for, sealed. */
    fingerprint: string;
    /** The answer, sealed; null until there is one. */
    reply: string | null;
    expires_at: number;
  };
  /** What the installation signs and seals with. Those of one purpose follow each other, by `generation`. */
  signing_keys: {
    purpose: string;
    generation: number;
    kid: string;
    /** Sealed. */
    secret: string;
    created_at: number;
    /** From then on it is the one that signs, until the next one does. */
    activates_at: number;
    /** From then on nothing that it signed counts; null until there is a next one. */
    expires_at: number | null;
  };
  /** One row: it can be opened with the right secret key alone. */
  secret_key_check: { id: number; sealed: string };
  /** One row: how many servers were started. */
  server_starts: { id: number; count: number };
  /** What was counted, until it is forgotten. */
  rate_limits: { key: string; points: number; expires_at: number };
  /** Servers that say that they run. The ids of their secret keys, with commas between them; the first one seals. */
  running_servers: { id: string; name: string; secret_key_ids: string; seen_at: number };
}
