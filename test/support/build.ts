import { randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { newId } from '../../src/rules/ids.ts';
import { defaultsOf } from '../../src/contract/defaults.ts';
import type { FeatureTerms } from '../../src/rules/license-feature.ts';
import type { License } from '../../src/rules/license.ts';
import { companyScope } from '../../src/rules/credential.ts';
import type { ProductFeature } from '../../src/rules/product-feature.ts';
import type { LicensePolicy } from '../../src/rules/license-policy.ts';
import type { Product } from '../../src/rules/product.ts';
import type { ApiKey } from '../../src/rules/api-key.ts';
import {
  newClientId,
  newClientSecret,
  type OAuthClient,
  scopeKindOf,
} from '../../src/rules/oauth-client.ts';
import type { Bundle } from '../../src/rules/bundle.ts';
import type { Connection, CustomerAccount } from '../../src/rules/customer-account.ts';
import type { Version } from '../../src/rules/version.ts';
import type { LicenseHolder } from '../../src/store/tables/license-candidates.ts';
import type { Store } from '../../src/store/store.ts';

let count = 0;
let versions = 0;
const unique = (prefix: string) => `${prefix}-${(count += 1)}`;
const epoch = new Date('2026-01-01T00:00:00.000Z');
/** As the server's own, but a hundred times faster: thousands of tests sign in. */
const quickHash = (password: string) => hash(password, { memoryCost: 8, timeCost: 1 });

/** A license with what a test names of it. */
interface NewTestLicense {
  product_id: number;
  bundle_license_id?: number;
  customer_id?: number | null;
  userId?: number;
  userMaxActivations?: number | null;
  license_key?: string;
  trial_holder?: string;
  is_trial?: boolean;
  license_type?: License['license_type'];
  enabled?: boolean;
  starts_at?: Date | null;
  valid_until?: Date | null;
  valid_days?: number | null;
  maintenance_until?: Date | null;
  max_activations?: number | null;
  max_consumptions?: number | null;
  allow_overages?: boolean;
  max_overages?: number;
  allow_negative_consumptions?: boolean;
  consumption_period?: License['consumption_period'];
  allow_transfers?: boolean;
  floating?: boolean;
  floating_users?: number | null;
  floating_timeout?: number | null;
  can_borrow?: boolean;
  max_borrow_time?: number;
  max_transfers?: number;
  allow_offline_activation?: boolean;
  grace_hours?: number;
  createdAt?: Date;
}

/** Makes rows for tests, in a store. What a test does not name gets a sensible value. */
export function build(store: Store) {
  return {
    async apiKey(over: Partial<ApiKey> = {}): Promise<ApiKey> {
      const apiKey: ApiKey = {
        id: newId(),
        name: 'An API key',
        api_key: randomUUID(),
        shared_key: randomUUID(),
        read_only: false,
        revoked_at: null,
        product_ids: null,
        ...over,
      };
      await store.apiKeys.create(apiKey, epoch);
      return apiKey;
    },

    /** For the company, unless one of the three IDs is given. */
    async oauthClient(
      over: Partial<Omit<OAuthClient, 'scope' | 'client_id'>> = {},
    ): Promise<OAuthClient & { client_secret: string }> {
      const id = newId();
      const ids = { customer_account_id: null, customer_id: null, license_id: null, ...over };
      const scope = scopeKindOf(ids);
      const client: OAuthClient = {
        id,
        name: 'An OAuth client',
        client_id: newClientId(scope, id),
        scope,
        read_only: false,
        revoked_at: null,
        product_ids: null,
        ...ids,
      };
      const client_secret = newClientSecret();
      await store.oauthClients.create(client, client_secret, epoch);
      return { ...client, client_secret };
    },

    async product(over: Partial<Product> = {}): Promise<Product> {
      const product: Product = {
        ...defaultsOf('NewProduct'),
        id: newId(),
        code: unique('product'),
        name: 'A product',
        authorization_method: 'user',
        archived: false,
        ...over,
      };
      await store.products.create(product, epoch);
      return product;
    },

    /** A license policy of a new product. @returns its id */
    async policy(over: Partial<LicensePolicy> = {}): Promise<number> {
      const policy: LicensePolicy = {
        id: newId(),
        product_id: over.product_id ?? (await this.product()).id,
        code: unique('policy'),
        name: 'A policy',
        default_for_trials: false,
        terms: { max_activations: 3 },
        ...over,
      };
      await store.licensePolicies.create(policy, epoch);
      return policy.id;
    },

    /** @param products of the same authorization method */
    async bundle(products: readonly Product[], over: Partial<Bundle> = {}): Promise<Bundle> {
      const bundle: Bundle = {
        id: newId(),
        code: unique('bundle'),
        name: 'A bundle',
        authorization_method: products[0]?.authorization_method ?? 'user',
        enabled: true,
        archived: false,
        metadata: {},
        product_ids: products.map(({ id }) => id),
        ...over,
      };
      await store.bundles.create(bundle, epoch);
      return bundle;
    },

    /**
     * A license of a bundle, with a license key or, with `userId`, for this user.
     * @param members what differs of each member license, in the order of the products
     */
    async bundleLicense(
      bundle: Bundle,
      members: readonly Omit<NewTestLicense, 'product_id'>[] = [],
    ): Promise<{ id: number; license_key: string | null; licenseIds: number[] }> {
      const id = newId();
      const license_key =
        bundle.authorization_method === 'user' ? null : randomUUID().toUpperCase();
      await store.bundleLicenses.create({ id, bundle_id: bundle.id, license_key }, epoch);
      const licenseIds: number[] = [];
      for (const [index, product_id] of bundle.product_ids.entries()) {
        const over = { ...members[index], product_id, bundle_license_id: id };
        licenseIds.push((await this.license(over)).id);
      }
      return { id, license_key, licenseIds };
    },

    /** Of the product, at a URL. */
    async version(over: Partial<Version> & Pick<Version, 'product_id'>): Promise<Version> {
      const version: Version = {
        id: newId(),
        version: `${(versions += 1)}.0.0`,
        environment: '',
        channel: 'prod',
        release_date: epoch,
        enabled: true,
        requires_version: '',
        eula_link: '',
        release_notes_link: '',
        url: 'https://vendor.example/setup.exe',
        upload_id: null,
        filename: null,
        size: null,
        hash_md5: null,
        hash_sha256: null,
        ...over,
      };
      await store.versions.create(version, epoch);
      return version;
    },

    /** With a customer. @param connection null for none */
    async account(
      over: Partial<Omit<CustomerAccount, 'connection'>> = {},
      connection: Partial<Connection> | null = {},
    ): Promise<CustomerAccount & { customerId: number }> {
      const account = await this.unusedAccount(over, connection);
      return { ...account, customerId: await this.customer(account.id) };
    },

    /** @param connection null for none */
    async unusedAccount(
      over: Partial<Omit<CustomerAccount, 'connection'>> = {},
      connection: Partial<Connection> | null = {},
    ): Promise<CustomerAccount> {
      const account: CustomerAccount = {
        id: newId(),
        code: unique('account'),
        name: 'An account',
        enabled: true,
        redirect_uris: [{ uri: 'http://127.0.0.1/callback', is_default: true }],
        ...over,
        connection:
          connection === null
            ? null
            : ({
                kind: 'password',
                enabled: true,
                default_response_type: 'token',
                allow_implicit: true,
                ...connection,
              } as Connection),
      };
      await store.customerAccounts.create(account, epoch);
      return account;
    },

    async customer(customerAccountId: number | null, email = 'it@customer.test'): Promise<number> {
      const id = newId();
      const customer = {
        ...defaultsOf('NewCustomer'),
        id,
        customer_account_id: customerAccountId,
        email,
        company_name: 'Customer',
      };
      await store.customers.create(customer, epoch);
      return id;
    },

    async user(over: { email?: string; password?: string; enabled?: boolean } = {}) {
      const id = newId();
      const email = over.email ?? `${unique('user')}@customer.test`;
      await store.licenseUsers.create(
        {
          id,
          email,
          first_name: 'First',
          last_name: 'Last',
          phone_number: '',
          password_hash: over.password === undefined ? null : await quickHash(over.password),
          is_initial_password: false,
          self_registered: false,
          enabled: over.enabled ?? true,
        },
        epoch,
      );
      return { id, email };
    },

    /** @param over.userId assigns the license to this user, with `userMaxActivations` */
    async license(over: NewTestLicense): Promise<{ id: number }> {
      const { userId, userMaxActivations = null, createdAt = epoch, ...license } = over;
      const id = newId();
      await store.licenses.create(
        {
          ...defaultsOf('NewLicense'),
          id,
          customer_id: null,
          order_store_id: unique('order'),
          license_key: null,
          license_type: 'perpetual',
          enabled: true,
          starts_at: null,
          valid_until: null,
          max_activations: 5,
          ...license,
        },
        createdAt,
      );
      if (userId !== undefined) await store.assignments.assign(id, userId, userMaxActivations);
      return { id };
    },

    async productFeature(
      over: Partial<ProductFeature> & { product_id: number },
    ): Promise<ProductFeature> {
      const feature: ProductFeature = {
        id: newId(),
        code: unique('feature'),
        name: 'A feature',
        feature_type: 'activation',
        metadata: {},
        ...over,
      };
      await store.productFeatures.create(feature, epoch);
      return feature;
    },

    /** Gives a license a product feature. @returns the id of the license feature */
    async licenseFeature(
      over: Partial<FeatureTerms> & { license_id: number; product_feature_id: number },
    ): Promise<number> {
      const id = newId();
      const terms = {
        expires_at: null,
        valid_days: null,
        max_consumptions: null,
        allow_negative_consumptions: false,
        allow_overages: false,
        max_overages: 0,
        consumption_period: null,
        floating: false,
        floating_users: null,
        floating_timeout: null,
      };
      await store.licenseFeatures.add({ ...terms, ...over, id });
      return id;
    },

    /** Binds a device to the newest license that is meant. @returns its id */
    async device(query: {
      productId: number;
      holder: LicenseHolder;
      hardwareId: string;
    }): Promise<number> {
      const [candidate] = await store.seats.findCandidates(
        { ...query, scope: companyScope },
        epoch,
      );
      if (candidate === undefined) throw new Error('no license for the device');
      const newDeviceId = newId();
      await store.seats.bindDevice({
        ...candidate,
        newDeviceId,
        hardwareId: query.hardwareId,
        now: epoch,
        report: { fields: { os_ver: 'Windows 11' }, variables: { seat: 7 } },
        isTransfer: false,
      });
      return newDeviceId;
    },
  };
}
