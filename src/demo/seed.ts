import { randomBytes } from 'node:crypto';
import type { Deps } from '../deps.ts';
import { newLicenseKey } from '../rules/license-key.ts';
import { hashPassword } from '../security/password.ts';
import { newId } from '../rules/ids.ts';
import { newCredentials } from '../rules/api-key.ts';
import type { Connection } from '../rules/customer-account.ts';
import { DEFAULT_OIDC_SETTINGS } from '../rules/oidc-connection.ts';
import { isDuplicate } from '../store/store.ts';
import { type DemoFile, readDemoFile, writeDemoFile } from '../config/demo-file.ts';
import { DEMO_IDP_PATH } from './demo-idp-path.ts';
import { demoPeople } from './people.ts';

/** Where a desktop application waits for its user: any port of these hosts will do. */
const REDIRECT_URIS = [
  { uri: 'http://127.0.0.1/callback', isDefault: true },
  { uri: 'http://localhost/callback', isDefault: false },
  { uri: 'http://localhost', isDefault: false },
];

/**
 * Fills an empty database with the demo data, and writes `demo.json`. A database with anything in it is left as it
 * is, save that the demo identity provider follows the public URL.
 * @returns the demo values; undefined where the database is not a demo's
 */
export async function seedDemo(deps: Deps): Promise<DemoFile | undefined> {
  const { store, config } = deps;
  if (await store.products.isEmpty()) {
    try {
      return await seed(deps);
    } catch (error) {
      // Another instance was faster.
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

async function seed({ store: whole, config, clock }: Deps): Promise<DemoFile> {
  const now = clock();
  const apiKey = {
    id: newId(),
    name: 'Demo',
    ...newCredentials(),
    readOnly: false,
    revokedAt: null,
    productIds: null,
  };
  const product = {
    id: newId(),
    code: 'demo',
    name: 'Demo',
    authorizationMethod: 'user' as const,
    enabled: true,
    archived: false,
    preventVm: false,
    metadata: {},
  };
  const keyProduct = {
    ...product,
    id: newId(),
    code: 'demo-key',
    name: 'Demo (license key)',
    authorizationMethod: 'license-key' as const,
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
  // Hashing takes its time: before the transaction, which holds the database.
  const people = await Promise.all(
    demoPeople.map(async (person) => {
      const password = randomBytes(9).toString('base64url');
      return { ...person, password, passwordHash: await hashPassword(password) };
    }),
  );

  const values: DemoFile = {
    url: config.publicUrl,
    api_key: apiKey.apiKey,
    shared_key: apiKey.sharedKey,
    accounts: Object.values(accounts).map(({ code, connection }) => ({
      code,
      connection: connection.kind,
    })),
    products: [product, keyProduct].map(({ code, authorizationMethod }) => ({
      code,
      authorization_method: authorizationMethod,
    })),
    people: people.map(({ email, firstName, lastName, password, account, note }) => ({
      email,
      name: `${firstName} ${lastName}`,
      password,
      account,
      note,
    })),
    license_keys: [licenseKey],
  };

  await whole.transaction(async (store) => {
    await store.apiKeys.create(apiKey, now);
    await store.products.create(product, now);
    await store.products.create(keyProduct, now);
    const customers = { acme: newId(), globex: newId() };
    for (const account of [accounts.acme, accounts.globex]) {
      await store.customerAccounts.create(
        { ...account, enabled: true, redirectUris: REDIRECT_URIS },
        now,
      );
      await store.customers.create(
        {
          id: customers[account.code as keyof typeof customers],
          customerAccountId: account.id,
          email: `it@${account.code}.test`,
          companyName: account.name,
        },
        now,
      );
    }
    for (const person of people) {
      const user = {
        ...person,
        id: newId(),
        phoneNumber: '',
        // Whoever tries the demo signs in at once.
        isInitialPassword: false,
        enabled: true,
      };
      await store.licenseUsers.create(user, now);
      if (person.license === null) continue;
      const license = {
        id: newId(),
        productId: product.id,
        customerId: customers[person.account],
        orderStoreId: `demo-${person.firstName.toLowerCase()}`,
        licenseKey: null,
        type: 'perpetual' as const,
        validUntil: null,
        ...person.license,
      };
      await store.licenses.create(license, now);
      await store.assignments.assign(license.id, user.id, null);
    }
    await store.licenses.create(
      {
        id: newId(),
        productId: keyProduct.id,
        customerId: customers.acme,
        orderStoreId: 'demo-key',
        licenseKey,
        type: 'perpetual',
        enabled: true,
        validUntil: null,
        maxActivations: 5,
      },
      now,
    );
    // Last, and within: data without the values that open it would be of no use.
    writeDemoFile(config.dataDir, values);
  });
  return values;
}

const CONNECTED = {
  enabled: true,
  defaultResponseType: 'token',
  allowImplicit: true,
} as const;

function demoConnection(publicUrl: string): Connection {
  return {
    ...CONNECTED,
    ...DEFAULT_OIDC_SETTINGS,
    kind: 'oidc',
    issuer: publicUrl + DEMO_IDP_PATH,
    clientId: 'latchkey',
    clientSecret: randomBytes(24).toString('base64url'),
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
