import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import type { Bundle } from '../../../src/rules/bundle.ts';
import type { Product } from '../../../src/rules/product.ts';
import { updateRow } from '../../support/update-row.ts';
import {
  startWorld,
  fieldsAfterSignIn,
  later,
  newPerson,
  type Person,
  type Way,
  type World,
} from '../world.ts';

type License = components['schemas']['License'];
type Fields = Record<string, unknown>;

const WAYS: Way[] = ['id_token', 'access_token', 'code'];

/** `activate_bundle` and `deactivate_bundle`, after single sign-on */
describe('the contract', () => {
  let world: World;
  let products: Product[];
  let bundle: Bundle;
  let person: Person;
  let licenseIds: number[];
  beforeAll(async () => {
    world = await startWorld();
    const { make, account } = world;
    products = [await make.product(), await make.product()];
    bundle = await make.bundle(products);
    person = await newPerson(world);
    const license = { userId: person.id, customer_id: account.customerId, max_activations: null };
    licenseIds = (await make.bundleLicense(bundle, [license, license])).licenseIds;
  });
  afterAll(() => world.server.close());

  const activate = (fields: Fields, hardware_id = 'a') =>
    world.client.call<License[]>('activateBundle', { body: { hardware_id, ...fields } });
  const refusal = async (operation: string, fields: Fields, hardware_id = 'a') =>
    (await world.client.refused(operation, { body: { hardware_id, ...fields } })).code;
  const signedIn = (way: Way, product = bundle.code) =>
    fieldsAfterSignIn(world, way, { person, query: { product } });
  const invalid = (way: Way) => (way === 'code' ? 'sso_code_invalid' : 'sso_token_invalid');

  describe.each(WAYS)('a bundle with %s', (way) => {
    it('is activated whole after one sign-in', async () => {
      const { body } = await activate(await signedIn(way));
      expect(body.map(({ id }) => id)).toEqual(licenseIds);
      expect(body).toMatchObject([{ user: { email: person.email } }, {}]);
    });

    it('needs a sign-in for the bundle, not for one of its products', async () => {
      const fields = { ...(await signedIn(way, products[0]?.code)), product: bundle.code };
      expect(await refusal('activateBundle', fields)).toBe(invalid(way));
    });

    it('lends its sign-in to one of its products, with bundle_code', async () => {
      const [product] = products;
      const fields = { ...(await signedIn(way)), product: product?.code };
      const body = { ...fields, bundle_code: bundle.code, hardware_id: 'a' };
      const { body: license } = await world.client.call<License>('activateLicense', { body });
      expect(license.id).toBe(licenseIds[0]);
      const without = { ...(await signedIn(way)), product: product?.code };
      expect(await refusal('activateLicense', without)).toBe(invalid(way));
      const other = await world.make.product();
      const foreign = { ...(await signedIn(way)), product: other.code, bundle_code: bundle.code };
      expect(await refusal('activateLicense', foreign)).toBe('license_not_found');
    });

    it('accepts a sign-in for a product with bundle_code', async () => {
      const fields = await signedIn(way, products[0]?.code);
      const body = { ...fields, bundle_code: bundle.code, hardware_id: 'a' };
      const { body: license } = await world.client.call<License>('activateLicense', { body });
      expect(license.id).toBe(licenseIds[0]);
    });

    it('is refused to somebody without a license of it, with its code', async () => {
      const nobody = await newPerson(world);
      const query = { product: bundle.code };
      const fields = await fieldsAfterSignIn(world, way, { person: nobody, query });
      const body = { ...fields, hardware_id: 'a' };
      const refused = await world.client.refused('activateBundle', { body });
      expect(refused.code).toBe('license_not_found');
    });

    it('is deactivated', async () => {
      await activate(await signedIn(way), 'to free');
      const body = { ...(await signedIn(way)), hardware_id: 'to free' };
      const { body: freed } = await world.client.call('deactivateBundle', { body });
      expect(freed).toBe('license_deactivated');
    });

    it('is refused when the customer account cannot sign in any more', async () => {
      for (const operation of ['activateBundle', 'deactivateBundle']) {
        const fields = await signedIn(way);
        await updateRow(world.server, 'customer_accounts', world.account.id, { enabled: false });
        const code = await refusal(operation, fields);
        await updateRow(world.server, 'customer_accounts', world.account.id, { enabled: true });
        expect(code).toBe('sso_not_configured');
        const unknown = { ...fields, customer_account_code: 'nobody' };
        expect(await refusal(operation, unknown)).toBe('customer_account_not_found');
      }
    });
  });

  describe('a bundle with a token', () => {
    it('is activated on one device only, and nothing is activated on another', async () => {
      const fields = await signedIn('id_token');
      const first = await activate(fields, 'one');
      expect((await activate(fields, 'one')).body).toEqual(first.body);
      expect(await refusal('activateBundle', fields, 'two')).toBe('sso_token_used');
      expect(await refusal('deactivateBundle', fields, 'two')).toBe('sso_token_used');
    });

    it('is refused after ten minutes', async () => {
      const fields = await signedIn('id_token');
      await later(world.server, 601_000, async () => {
        for (const operation of ['activateBundle', 'deactivateBundle']) {
          expect(await refusal(operation, fields)).toBe('sso_token_expired');
        }
      });
    });

    it('is not used up by an error', async () => {
      const [first = 0] = licenseIds;
      const fields = await signedIn('id_token');
      await updateRow(world.server, 'licenses', first, { enabled: false });
      expect(await refusal('activateBundle', fields, 'refused')).toBe('license_not_enabled');
      await updateRow(world.server, 'licenses', first, { enabled: true });
      expect((await activate(fields, 'another')).status).toBe(200);
    });
  });

  describe('a bundle with a code', () => {
    it('is activated by one of several concurrent requests, whole', async () => {
      const fields = await signedIn('code');
      const replies = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          world.client.call('activateBundle', {
            body: { ...fields, hardware_id: `parallel ${index}` },
          }),
        ),
      );
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(await refusal('deactivateBundle', fields)).toBe('sso_code_invalid');
    });
  });

  describe('the sign-in URL of a bundle', () => {
    it('is refused as that of a product', async () => {
      const customer_account_code = world.account.code;
      const refused = async (product: string) => {
        const query = { product, customer_account_code };
        return (await world.client.refused('getSsoUrl', { query })).code;
      };
      const { make } = world;
      const keys = await make.bundle([await make.product({ authorization_method: 'license-key' })]);
      expect(await refused(keys.code)).toBe('validation_error');
      const archived = await make.bundle(products, { archived: true });
      expect(await refused(archived.code)).toBe('archived_product');
      const disabled = await make.bundle(products, { enabled: false });
      expect(await refused(disabled.code)).toBe('disabled_product');
    });

    it('opens a page with the name of the bundle', async () => {
      const query = { product: bundle.code, customer_account_code: world.account.code };
      const { body } = await world.client.call<{ url: string }>('getSsoUrl', { query });
      const page = await fetch(body.url, { redirect: 'manual' });
      const location = new URL(page.headers.get('location') ?? '', body.url);
      const cookie = page.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; ');
      const html = await (await fetch(location, { headers: { cookie } })).text();
      expect(html).toContain(bundle.name);
    });
  });
});
