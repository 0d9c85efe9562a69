import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { createClient } from '../../support/client.ts';
import { createWorld, later, newPerson, type Person, signIn, type World } from '../world.ts';

type License = components['schemas']['License'];
type Way = 'id_token' | 'access_token' | 'code';

const WAYS: Way[] = ['id_token', 'access_token', 'code'];
const TOKENS: Way[] = ['id_token', 'access_token'];
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = {
  ...{ code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' },
  code_challenge_method: 'S256',
};

/** `POST /api/v4/activate_license`, after single sign-on */
export function describeActivateLicenseSso(): void {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.server.close());

  /** Signs in, and gives what activation is then sent. */
  async function fieldsAfterSignIn(
    way: Way,
    options: { person?: Person; query?: Record<string, string> } = {},
  ): Promise<Record<string, string>> {
    const query = { response_type: way === 'code' ? 'code' : 'token', ...options.query };
    const { code, id_token, access_token } = await signIn(world, { ...options, query });
    const { product = world.product.code, customer_account_code = world.account.code } = query as {
      product?: string;
      customer_account_code?: string;
    };
    const proof =
      way === 'code'
        ? { code: code ?? '' }
        : { id_token: (way === 'id_token' ? id_token : access_token) ?? '' };
    return { product, customer_account_code, ...proof };
  }

  const activate = (fields: Record<string, unknown>, hardware_id = 'a device') =>
    world.client.call<License>('activateLicense', { body: { hardware_id, ...fields } });
  const refusal = async (fields: Record<string, unknown>, hardware_id = 'a device') =>
    world.client.refused('activateLicense', { body: { hardware_id, ...fields } });
  const invalid = (way: Way) => (way === 'code' ? 'sso_code_invalid' : 'sso_token_invalid');

  describe.each(WAYS)('activation with %s', (way) => {
    it('gives the license of the person who signed in', async () => {
      const { body } = await activate(await fieldsAfterSignIn(way));
      expect(body).toMatchObject({ id: world.license.id, user: { email: world.person.email } });
    });

    it('is bound to its API key', async () => {
      const other = createClient(world.server, await world.make.apiKey());
      const body = { hardware_id: 'a device', ...(await fieldsAfterSignIn(way)) };
      expect((await other.refused('activateLicense', { body })).code).toBe(invalid(way));
    });

    it('is bound to its product', async () => {
      const product = await world.make.product();
      const license = { productId: product.id, userId: world.person.id };
      await world.make.license({ ...license, customerId: world.account.customerId });
      const fields = { ...(await fieldsAfterSignIn(way)), product: product.code };
      expect((await refusal(fields)).code).toBe(invalid(way));
    });

    it('is bound to its customer account', async () => {
      const account = await world.make.account();
      const license = { productId: world.product.id, userId: world.person.id };
      await world.make.license({ ...license, customerId: account.customerId });
      const fields = await fieldsAfterSignIn(way);
      const { code } = await refusal({ ...fields, customer_account_code: account.code });
      expect(code).toBe(invalid(way));
    });

    it('is bound to the redirect URI that was asked for', async () => {
      const redirect_uri = 'http://127.0.0.1:51004/callback';
      const query = { redirect_uri };
      const without = await fieldsAfterSignIn(way, { query });
      expect((await refusal(without)).code).toBe(invalid(way));
      const another = await fieldsAfterSignIn(way, { query });
      const wrong = { ...another, redirect_uri: 'http://127.0.0.1:51005/callback' };
      expect((await refusal(wrong)).code).toBe(invalid(way));
      const right = await fieldsAfterSignIn(way, { query });
      expect((await activate({ ...right, redirect_uri })).status).toBe(200);
    });

    it('takes the default redirect URI named or not, where none was asked for', async () => {
      const redirect_uri = 'http://127.0.0.1/callback';
      const named = await fieldsAfterSignIn(way);
      expect((await activate({ ...named, redirect_uri })).status).toBe(200);
      const other = await fieldsAfterSignIn(way);
      const { code } = await refusal({ ...other, redirect_uri: `${redirect_uri}/other` });
      expect(code).toBe(invalid(way));
    });

    it('is refused where the person holds no license of the product, naming both', async () => {
      const person = await newPerson(world);
      const { code, message } = await refusal(await fieldsAfterSignIn(way, { person }));
      expect(code).toBe('license_not_found');
      expect(message).toContain(person.email);
      expect(message).toContain(world.product.code);
    });

    it('does not reach licenses of another customer account', async () => {
      const account = await world.make.account();
      const query = { customer_account_code: account.code };
      const fields = await fieldsAfterSignIn(way, { query });
      expect((await refusal(fields)).code).toBe('license_not_found');
    });

    it('stops where the user was disabled meanwhile', async () => {
      const person = await newPerson(world);
      const license = { productId: world.product.id, userId: person.id };
      await world.make.license({ ...license, customerId: world.account.customerId });
      const fields = await fieldsAfterSignIn(way, { person });
      await world.server.store.licenseUsers.setEnabled(person.id, false);
      const { code, message } = await refusal(fields);
      expect(code).toBe('license_not_found');
      expect(message).toContain(person.email);
    });

    it('stops where the customer account was disabled meanwhile', async () => {
      const account = await world.make.account();
      const query = { customer_account_code: account.code };
      const fields = await fieldsAfterSignIn(way, { query });
      await world.server.store.customerAccounts.setEnabled(account.id, false);
      expect((await refusal(fields)).code).toBe('sso_not_configured');
    });

    it('stops where the connection was disabled meanwhile', async () => {
      const account = await world.make.account();
      const query = { customer_account_code: account.code };
      const fields = await fieldsAfterSignIn(way, { query });
      const connection = { ...account.connection, kind: 'password', enabled: false } as never;
      await world.server.store.customerAccounts.setConnection(account.id, connection);
      expect((await refusal(fields)).code).toBe('sso_not_configured');
    });

    it('needs a customer account that exists', async () => {
      const fields = await fieldsAfterSignIn(way);
      const { code } = await refusal({ ...fields, customer_account_code: 'nobody' });
      expect(code).toBe('customer_account_not_found');
    });

    it('takes a license_id as others do', async () => {
      const fields = await fieldsAfterSignIn(way);
      const { code } = await refusal({ ...fields, license_id: 12 });
      expect(code).toBe('license_not_found');
    });
  });

  describe.each(TOKENS)('activation with the value of %s as id_token', (way) => {
    it('gives the same device the same answer again', async () => {
      const fields = await fieldsAfterSignIn(way);
      const first = await activate(fields, 'same device');
      expect((await activate(fields, 'same device')).body).toEqual(first.body);
    });

    it('works for one device only', async () => {
      const fields = await fieldsAfterSignIn(way);
      await activate(fields, 'one');
      expect((await refusal(fields, 'two')).code).toBe('sso_token_used');
      expect((await activate(fields, 'one')).status).toBe(200);
      expect((await activate(await fieldsAfterSignIn(way), 'two')).status).toBe(200);
    });

    it('is not used up by a refusal', async () => {
      const person = await newPerson(world);
      const license = { userId: person.id, maxActivations: 1, productId: world.product.id };
      await world.make.license({ ...license, customerId: world.account.customerId });
      const taking = await fieldsAfterSignIn(way, { person });
      await activate(taking, 'first');
      const fields = await fieldsAfterSignIn(way, { person });
      expect((await refusal(fields, 'second')).code).toBe('license_activated_max_times');
      const body = { ...taking, hardware_id: 'first' };
      await world.client.call('deactivateLicense', { body });
      expect((await activate(fields, 'third')).status).toBe(200);
    });

    it('works for ten minutes', async () => {
      const fields = await fieldsAfterSignIn(way);
      await later(world.server, 595_000, () => activate(fields));
      await later(world.server, 601_000, async () => {
        expect((await refusal(fields)).code).toBe('sso_token_expired');
      });
    });
  });

  describe('activation with an id token and its access token', () => {
    it('is one sign-in: what one was used for, the other is used for', async () => {
      const { id_token, access_token } = await signIn(world);
      const account = { customer_account_code: world.account.code, product: world.product.code };
      await activate({ ...account, id_token }, 'A');
      expect((await refusal({ ...account, id_token: access_token }, 'B')).code).toBe(
        'sso_token_used',
      );
      expect((await activate({ ...account, id_token: access_token }, 'A')).status).toBe(200);
    });

    it('is one sign-in the other way round', async () => {
      const { id_token, access_token } = await signIn(world);
      const account = { customer_account_code: world.account.code, product: world.product.code };
      await activate({ ...account, id_token: access_token }, 'A');
      expect((await refusal({ ...account, id_token }, 'B')).code).toBe('sso_token_used');
      expect((await activate({ ...account, id_token }, 'A')).status).toBe(200);
    });

    it('takes neither a code nor anything else for a token', async () => {
      const fields = await fieldsAfterSignIn('code');
      const { code: id_token, ...rest } = fields;
      const tokens = [id_token, 'x', '.', '..', 'a.b.c', 'x'.repeat(43), `${'a'.repeat(8_000)}.`];
      for (const one of tokens) {
        expect((await refusal({ ...rest, id_token: one })).code).toBe('sso_token_invalid');
      }
      expect((await activate(fields)).status).toBe(200);
    });

    it('takes no token with a part of it altered', async () => {
      const { id_token = '', ...rest } = await fieldsAfterSignIn('id_token');
      const [header = '', payload = '', signature = ''] = id_token.split('.');
      const none = Buffer.from('{"alg":"none"}').toString('base64url');
      const altered = [
        ...[`${none}.${payload}.`, `${none}.${payload}.${signature}`, `${header}.${payload}.`],
        ...[`${header}.${payload}.${flip(signature)}`, `${header}.${flip(payload)}.${signature}`],
        ...[`${id_token}.`, `${id_token}=`],
      ];
      for (const one of altered) {
        expect((await refusal({ ...rest, id_token: one })).code).toBe('sso_token_invalid');
      }
      expect((await activate({ ...rest, id_token })).status).toBe(200);
    });
  });

  describe('activation with code', () => {
    it('works once, for the same device too', async () => {
      const fields = await fieldsAfterSignIn('code');
      await activate(fields);
      expect((await refusal(fields)).code).toBe('sso_code_invalid');
      expect((await refusal(fields, 'another')).code).toBe('sso_code_invalid');
    });

    it('uses the code up also where it is refused', async () => {
      const { code, ...rest } = await fieldsAfterSignIn('code');
      const wrong = { ...rest, code, redirect_uri: 'http://127.0.0.1/wrong' };
      expect((await refusal(wrong)).code).toBe('sso_code_invalid');
      expect((await refusal({ ...rest, code })).code).toBe('sso_code_invalid');
    });

    it('works for a minute', async () => {
      const [early, late] = [await fieldsAfterSignIn('code'), await fieldsAfterSignIn('code')];
      await later(world.server, 58_000, () => activate(early));
      await later(world.server, 61_000, async () => {
        expect((await refusal(late)).code).toBe('sso_code_invalid');
      });
    });

    it('takes one of parallel calls', async () => {
      const fields = await fieldsAfterSignIn('code');
      const bodies = Array.from({ length: 20 }, (_, index) => ({
        ...{ ...fields, hardware_id: `parallel ${index}` },
      }));
      const replies = await Promise.all(
        bodies.map((body) => world.client.call('activateLicense', { body })),
      );
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      const refused = replies.filter(({ body }) => body['code'] === 'sso_code_invalid');
      expect(refused).toHaveLength(19);
    });

    it('needs the verifier where there was a challenge', async () => {
      const cases: [Record<string, string>, string | undefined, boolean][] = [
        [CHALLENGE, VERIFIER, true],
        [CHALLENGE, undefined, false],
        [CHALLENGE, VERIFIER.replace('d', 'e'), false],
        [CHALLENGE, CHALLENGE.code_challenge, false],
        [{}, VERIFIER, false],
        [{}, undefined, true],
      ];
      for (const [query, code_verifier, works] of cases) {
        const fields = await fieldsAfterSignIn('code', { query });
        const { status, body } = await world.client.call('activateLicense', {
          body: { ...fields, hardware_id: 'pkce', code_verifier },
        });
        const code = works ? undefined : 'sso_code_invalid';
        expect({ query, code_verifier, status, code: body['code'] }).toEqual({
          ...{ query, code_verifier, status: works ? 200 : 400, code },
        });
      }
    });

    it('takes no token for a code', async () => {
      const { id_token: code, ...rest } = await fieldsAfterSignIn('access_token');
      expect((await refusal({ ...rest, code })).code).toBe('sso_code_invalid');
    });
  });
}

/** The text with one letter in its middle changed. */
function flip(text: string): string {
  const middle = text.length >> 1;
  const letter = text[middle] === 'A' ? 'B' : 'A';
  return text.slice(0, middle) + letter + text.slice(middle + 1);
}
