import { defaultsOf } from '../contract/defaults.ts';
import { randomBytes } from 'node:crypto';
import type { Deps } from '../deps.ts';
import { newLicenseKey } from '../rules/license-key.ts';
import { hashPassword } from '../security/password.ts';
import { newId } from '../rules/ids.ts';
import { newCredentials } from '../rules/api-key.ts';
import type { Connection } from '../rules/customer-account.ts';
import { DEFAULT_OIDC_SETTINGS } from '../rules/oidc-connection.ts';
import { storeFile } from '../files/receive-file.ts';
import { isDuplicate } from '../store/store.ts';
import { type DemoFile, readDemoFile, writeDemoFile } from '../config/demo-file.ts';
import { newDemoBundle, storeDemoBundle } from './bundle.ts';
import { DEMO_IDP_PATH } from './demo-idp-path.ts';
import { demoKinds } from './kinds.ts';
import { demoPeople } from './people.ts';

/** The redirect URIs of a desktop application. They match any port. */
const REDIRECT_URIS = [
  { uri: 'http://127.0.0.1/callback', is_default: true },
  { uri: 'http://localhost/callback', is_default: false },
  { uri: 'http://localhost', is_default: false },
];

/**
 * Fills an empty database with the demo data and writes `demo.json`. In a database with data it only updates the public
 * URL of the demo identity provider.
 * @returns the content of `demo.json`; undefined when the database has no demo data
 */
export async function seedDemo(deps: Deps): Promise<DemoFile | undefined> {
  const { store, config } = deps;
  if (await store.products.isEmpty()) {
    try {
      return await seed(deps);
    } catch (error) {
      // Another instance has seeded the database at the same time.
      if (!isDuplicate(error)) throw error;
    }
  }
  const values = readDemoFile(config.dataDir);
  if (values === undefined || values.url === config.publicUrl) return values;
  await followPublicUrl(deps);
  const moved = { ...values, url: config.publicUrl };
  writeDemoFile(config.dataDir, moved);
  return moved;
}

async function seed(deps: Deps): Promise<DemoFile> {
  const { store: whole, config, clock } = deps;
  const now = clock();
  const apiKey = {
    id: newId(),
    name: 'Demo',
    ...newCredentials(),
    read_only: false,
    revoked_at: null,
    product_ids: null,
  };
  const product = {
    ...defaultsOf('NewProduct'),
    id: newId(),
    code: 'demo',
    name: 'Demo',
    authorization_method: 'user' as const,
    archived: false,
  };
  const keyProduct = {
    ...product,
    id: newId(),
    code: 'demo-key',
    name: 'Demo (license key)',
    authorization_method: 'license-key' as const,
  };
  const accounts = {
    acme: { id: newId(), code: 'acme', name: 'Acme', connection: demoConnection(config.publicUrl) },
    globex: {
      id: newId(),
      code: 'globex',
      name: 'Globex',
      connection: { kind: 'password', ...CONNECTED } satisfies Connection,
    },
  };
  const licenseKey = newLicenseKey();
  const kinds = Object.entries(demoKinds).map(
    ([kind, { name, terms, trials = false, features, versions = [] }]) => ({
      kind,
      product: { ...keyProduct, id: newId(), code: `demo-${kind}`, name, allow_trial: trials },
      license_key: newLicenseKey(),
      terms,
      features,
      versions,
    }),
  );
  const demoBundle = newDemoBundle(keyProduct);
  const products = [
    product,
    keyProduct,
    ...kinds.map((one) => one.product),
    ...demoBundle.products,
  ];
  // Hashing is slow, so it happens before the transaction.
  const people = await Promise.all(
    demoPeople.map(async (person) => {
      const password = randomBytes(9).toString('base64url');
      return { ...person, password, password_hash: await hashPassword(password) };
    }),
  );

  const versions = await Promise.all(
    kinds.flatMap((kind) => kind.versions.map((one) => storeVersion(deps, kind.product, one))),
  );

  const values: DemoFile = {
    url: config.publicUrl,
    api_key: apiKey.api_key,
    shared_key: apiKey.shared_key,
    accounts: Object.values(accounts).map(({ code, connection }) => ({
      code,
      connection: connection.kind,
    })),
    products: products.map(({ code, authorization_method }) => ({ code, authorization_method })),
    people: people.map(({ email, first_name, last_name, password, account, note }) => ({
      email,
      name: `${first_name} ${last_name}`,
      password,
      account,
      note,
    })),
    license_keys: [licenseKey],
    kinds: {
      ...Object.fromEntries(
        kinds.map(({ kind, product: { code }, license_key }) => [
          kind,
          { product: code, license_key },
        ]),
      ),
      bundle: { product: demoBundle.bundle.code, license_key: demoBundle.licenseKey },
    },
  };

  await whole.transaction(async (store) => {
    await store.apiKeys.create(apiKey, now);
    for (const one of products) await store.products.create(one, now);
    for (const version of versions) {
      await store.uploads.use(version.upload_id, new Date(0));
      await store.versions.create(version, now);
    }
    const customers = { acme: newId(), globex: newId() };
    for (const account of [accounts.acme, accounts.globex]) {
      await store.customerAccounts.create(
        { ...account, enabled: true, redirect_uris: REDIRECT_URIS },
        now,
      );
      await store.customers.create(
        {
          ...defaultsOf('NewCustomer'),
          id: customers[account.code as keyof typeof customers],
          customer_account_id: account.id,
          email: `it@${account.code}.test`,
          company_name: account.name,
        },
        now,
      );
    }
    for (const person of people) {
      const user = {
        ...person,
        id: newId(),
        phone_number: '',
        // The demo asks for no new password.
        is_initial_password: false,
        self_registered: false,
        enabled: true,
      };
      await store.licenseUsers.create(user, now);
      if (person.license === null) continue;
      const license = {
        ...defaultsOf('NewLicense'),
        id: newId(),
        product_id: product.id,
        customer_id: customers[person.account],
        order_store_id: `demo-${person.first_name.toLowerCase()}`,
        license_key: null,
        ...person.license,
      };
      await store.licenses.create(license, now);
      await store.assignments.assign(license.id, user.id, null);
    }
    const keyLicense = { product: keyProduct, license_key: licenseKey, terms: {}, features: [] };
    for (const { product: of, license_key, terms, features = [] } of [keyLicense, ...kinds]) {
      const license = {
        ...defaultsOf('NewLicense'),
        id: newId(),
        product_id: of.id,
        customer_id: customers.acme,
        order_store_id: of.code,
        max_activations: 5,
        license_key,
        ...terms,
      };
      await store.licenses.create(license, now);
      for (const { terms: featureTerms, ...named } of features) {
        const feature = {
          ...defaultsOf('NewProductFeature'),
          ...named,
          id: newId(),
          product_id: of.id,
        };
        await store.productFeatures.create(feature, now);
        const ofLicense = { id: newId(), license_id: license.id, product_feature_id: feature.id };
        await store.licenseFeatures.add({
          ...defaultsOf('NewLicenseFeature'),
          ...featureTerms,
          ...ofLicense,
        });
      }
    }
    await storeDemoBundle(store, demoBundle, customers.acme, now);
    // Inside the transaction: without this file the data would be useless.
    writeDemoFile(config.dataDir, values);
  });
  return values;
}

/** Stores the file of a version of the demo. @returns the version, which is not stored yet */
async function storeVersion(
  deps: Deps,
  { id: product_id, name }: { id: number; name: string },
  { version, released }: { version: string; released: string },
) {
  const content = Buffer.from(`This would be the installer of ${name} ${version}.\n`);
  const file = await storeFile(deps, [content], { filename: `setup-${version}.txt` });
  const { id: upload_id, ...facts } = file;
  return {
    ...defaultsOf('NewVersion'),
    id: newId(),
    product_id,
    version,
    release_date: new Date(`${released}T00:00:00.000Z`),
    upload_id,
    ...facts,
  };
}

const CONNECTED = {
  enabled: true,
  default_response_type: 'token',
  allow_implicit: true,
} as const;

function demoConnection(publicUrl: string): Connection {
  return {
    ...CONNECTED,
    ...DEFAULT_OIDC_SETTINGS,
    kind: 'oidc',
    issuer: publicUrl + DEMO_IDP_PATH,
    client_id: 'latchkey',
    client_secret: randomBytes(24).toString('base64url'),
  };
}

async function followPublicUrl({ store, config }: Deps): Promise<void> {
  const acme = await store.customerAccounts.findByCode('acme');
  if (acme?.connection?.kind !== 'oidc') return;
  if (!acme.connection.issuer.endsWith(DEMO_IDP_PATH)) return;
  const issuer = config.publicUrl + DEMO_IDP_PATH;
  const connection = { ...acme.connection, issuer };
  await store.transaction((tables) => tables.connections.set(acme.id, connection));
}
