import { randomUUID } from 'node:crypto';
import type { components, operations } from '../../generated/openapi.d.ts';
import { defaultsOf } from '../contract/defaults.ts';
import type { CountTrial } from '../contract/operation.ts';
import type { Deps } from '../deps.ts';
import type { About } from '../rules/about.ts';
import type { Origin } from '../rules/audit-event.ts';
import { type Credential, nameCredential } from '../rules/credential.ts';
import { newId } from '../rules/ids.ts';
import type { IssuedLicense } from '../rules/issued-license.ts';
import type { LicensePolicy } from '../rules/license-policy.ts';
import { newLicenseKey } from '../rules/license-key.ts';
import { normalizeEmail } from '../rules/license-user.ts';
import type { Product } from '../rules/product.ts';
import { trialTerms } from '../rules/trial.ts';
import { isDuplicate } from '../store/store.ts';
import type { Stored } from '../store/stored.ts';
import type { Tables } from '../store/tables.ts';
import { keepInitialPassword } from './initial-password.ts';

type Query = NonNullable<operations['getTrialKey']['parameters']['query']>;

/** How often the creation is tried while others create the same trial or user. */
const ATTEMPTS = 5;

/** What a new trial is created from. */
export interface TrialRequest {
  readonly product: Product;
  readonly policy: LicensePolicy | undefined;
  readonly holder: string;
  readonly query: Query;
  /** Of a user product: what its user gets when there is none with this address yet. */
  readonly password: { readonly hash: string; readonly random: string | undefined } | undefined;
  readonly operationId: string;
  readonly credential: Credential;
  readonly countTrial: CountTrial;
  readonly origin: Origin;
  readonly about: About;
}

/**
 * Creates a trial with its user and customer, or finds the one that another request has created meanwhile: there is one
 * for each holder.
 * @throws ApiError too_many_requests
 */
export async function createTrial(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  request: TrialRequest,
): Promise<Stored<IssuedLicense>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store.transaction((tables) => findOrCreate(tables, request, clock()));
    } catch (error) {
      if (!isDuplicate(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function findOrCreate(
  store: Tables,
  request: TrialRequest,
  now: Date,
): Promise<Stored<IssuedLicense>> {
  const { product, policy, holder, query, operationId: action, origin, about } = request;
  const before = await store.licenses.findTrial(product.id, holder);
  if (before !== undefined) return before;
  await request.countTrial(nameCredential(request.credential), store);

  const id = newId();
  const isByKey = product.authorization_method === 'license-key';
  const license = {
    ...trialTerms(defaultsOf('NewLicense'), policy, product),
    id,
    product_id: product.id,
    customer_id: await customerOf(store, query, isByKey, now),
    order_store_id: randomUUID(),
    license_key: isByKey ? newLicenseKey() : null,
    trial_holder: holder,
  };
  await store.licenses.create(license, now);
  if (!isByKey) {
    const userId = await userOf(store, request, id, now);
    await store.assignments.assign(id, userId, null);
    about.licenseUserId = userId;
  }
  about.licenseKey = license.license_key ?? undefined;
  const subject = { kind: 'license', id } as const;
  const detail = policy && { license_policy: policy.code };
  await store.audit.record(
    origin,
    { action, outcome: 'done', subject, about, ...(detail && { detail }) },
    now,
  );
  const created = await store.licenses.findTrial(product.id, holder);
  if (created === undefined) throw new Error(`the trial ${id} was just stored, but does not exist`);
  return created;
}

/**
 * Finds the license user with the address of the trial, or creates them.
 * @returns their ID
 */
async function userOf(
  store: Tables,
  { holder: email, query, password, origin }: TrialRequest,
  licenseId: number,
  now: Date,
): Promise<number> {
  const known = await store.licenseUsers.findByEmail(email);
  if (known !== undefined) return known.id;
  const user = {
    ...defaultsOf('NewLicenseUser'),
    id: newId(),
    email,
    first_name: query.first_name ?? '',
    last_name: query.last_name ?? '',
    phone_number: query.phone ?? '',
    password_hash: password?.hash ?? null,
    is_initial_password: true,
    self_registered: true,
  };
  await store.licenseUsers.create(user, now);
  const subject = { kind: 'license_user', id: user.id } as const;
  const about = { email, licenseUserId: user.id };
  const event = { action: 'createLicenseUser', outcome: 'done', subject, about } as const;
  await store.audit.record(origin, event, now);
  if (password?.random !== undefined) {
    const trial = { licenseId, hardwareId: query.hardware_id };
    await keepInitialPassword(store, trial, password.random, now);
  }
  return user.id;
}

/**
 * Finds the customer with exactly this data, or creates one. A customer who has more would be shown to whoever knows the
 * address.
 * @returns the ID; null without an address, or when a user has nothing but the address
 */
async function customerOf(
  store: Tables,
  query: Query,
  isByKey: boolean,
  now: Date,
): Promise<number | null> {
  const { first_name, last_name, phone, address, postcode, city, state, country, reference } =
    query;
  const given = {
    first_name,
    last_name,
    phone,
    address,
    postcode,
    city,
    state,
    country,
    reference,
  };
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  if (query.email === undefined || (named.length === 0 && !isByKey)) return null;
  const customer = {
    ...defaultsOf('NewCustomer'),
    ...(Object.fromEntries(named) as Partial<components['schemas']['NewCustomer']>),
    customer_account_id: null,
    email: normalizeEmail(query.email),
  };
  const same = await store.customers.findSame(customer);
  if (same !== undefined) return same.id;
  const { id } = await store.customers.create({ ...customer, id: newId() }, now);
  return id;
}
