import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { bearerHeaders, createClient } from '../../support/client.ts';
import { untilKnownEverywhere } from '../../support/known-everywhere.ts';
import { http } from '../../support/http.ts';
import {
  createTokenClient,
  getToken,
  type OAuthCredentials,
  requestToken,
} from '../../support/oauth.ts';
import { signInWithPassword } from '../../support/sign-in.ts';
import { startWorld, goodCall, newKeyLicense, newPerson, type World } from '../world.ts';

const HOUR = 3_600_000;
/** Milliseconds after which a change of a client is seen by every instance. */
const SECOND = 1_000;

const decode = (part = '') =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** OAuth clients, from the token endpoint to every operation. */
describe('the contract', () => {
  let world: World;
  let company: OAuthCredentials & { id: number };
  beforeAll(async () => {
    world = await startWorld();
    company = await world.make.oauthClient();
  });
  afterAll(() => world.server.close());

  /** What a request with a token is answered: its code, or `ok`. */
  const answerTo = async (access_token: string, date?: string) => {
    const client = createClient(world.server, { access_token });
    const headers = bearerHeaders(access_token, date ?? world.server.clock.now().toUTCString());
    const query = { product: world.product.code };
    const { status, body } = await client.call('getProductDetails', { query, headers });
    return status === 200 ? 'ok' : body['code'];
  };

  describe('the token endpoint', () => {
    it.each(['/oidc/token', '/realms/user-portal/protocol/openid-connect/token'])(
      'gives a client a token at %s, with its secret in the form',
      async (path) => {
        const { client_id, client_secret } = company;
        const form = { client_id, client_secret };
        const { status, text, headers } = await requestToken(world.server, form, { path });
        expect(status).toBe(200);
        expect(JSON.parse(text)).toEqual({
          access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
          expires_in: 480,
          refresh_expires_in: 0,
          token_type: 'Bearer',
          'not-before-policy': 0,
          scope: '',
        });
        expect(headers['cache-control']).toContain('no-store');
        const { access_token } = JSON.parse(text) as { access_token: string };
        expect(await answerTo(access_token)).toBe('ok');
      },
    );

    it('gives a client a token with its secret in the Authorization header', async () => {
      const { client_id, client_secret } = company;
      const basic = Buffer.from(`${client_id}:${client_secret}`).toString('base64');
      const headers = [['Authorization', `Basic ${basic}`]] as const;
      const { status, text } = await requestToken(world.server, {}, { headers });
      expect(status).toBe(200);
      const { access_token } = JSON.parse(text) as { access_token: string };
      expect(await answerTo(access_token)).toBe('ok');
    });

    it('accepts a scope and ignores it', async () => {
      const { client_id, client_secret } = company;
      const form = { client_id, client_secret, scope: 'profile email' };
      const { status, text } = await requestToken(world.server, form);
      expect({ status, text }).toMatchObject({ status: 200 });
    });

    it.each([
      ['a wrong secret', () => ({ client_secret: 'wrong' })],
      ['the secret of another client', other],
      ['an unknown client', () => ({ client_id: 'auth-company-1' })],
      ['the ID of the client as its secret', () => ({ client_secret: company.client_id })],
    ])('refuses %s', async (_, over) => {
      const { client_id, client_secret } = company;
      const form = { client_id, client_secret, ...(await over()) };
      const { status, text } = await requestToken(world.server, form);
      expect({ status, body: JSON.parse(text) as unknown }).toEqual({
        status: 401,
        body: { error: 'invalid_client', error_description: expect.any(String) },
      });
    });

    async function other() {
      const { client_secret } = await world.make.oauthClient();
      return { client_secret };
    }

    it('refuses a client without a secret, with an empty one and with two', async () => {
      const { client_id, client_secret } = company;
      const codes: unknown[] = [];
      for (const form of [{ client_id }, { client_id, client_secret: '' }]) {
        codes.push((await requestToken(world.server, form)).status);
      }
      const basic = Buffer.from(`${client_id}:${client_secret}`).toString('base64');
      const headers = [['Authorization', `Basic ${basic}`]] as const;
      const both = await requestToken(world.server, { client_id, client_secret }, { headers });
      codes.push(both.status);
      expect(codes).toEqual([401, 401, 400]);
    });

    it('refuses a revoked client', async () => {
      const revoked = await world.make.oauthClient({ revoked_at: new Date(0) });
      const { client_id, client_secret } = revoked;
      const { status } = await requestToken(world.server, { client_id, client_secret });
      expect(status).toBe(401);
    });

    it('gives no token for another API', async () => {
      const { client_id, client_secret } = company;
      const form = { client_id, client_secret, resource: 'https://other.example/' };
      const { status, text } = await requestToken(world.server, form);
      expect(status).toBe(400);
      expect(text).toContain('invalid_target');
    });

    it('gives the client of a customer account no token by this grant', async () => {
      const { status } = await requestToken(world.server, { client_id: world.account.code });
      expect(status).toBe(400);
    });

    it('does not open the sign-in to an OAuth client', async () => {
      const { client_id, client_secret } = company;
      const form = { client_id, client_secret, grant_type: 'authorization_code', code: 'x' };
      const { status } = await requestToken(world.server, form);
      expect(status).toBe(400);
      const query = new URLSearchParams({ client_id, response_type: 'code', scope: 'openid' });
      const page = await http(`${world.server.url}/oidc/auth?${query.toString()}`);
      expect(page.status).toBe(400);
    });

    it('is in the discovery document, with the grant and both ways to send the secret', async () => {
      const { text } = await http(`${world.server.url}/oidc/.well-known/openid-configuration`);
      const document = JSON.parse(text) as Record<string, unknown>;
      expect(document).toMatchObject({
        token_endpoint: `${world.server.config.publicUrl}/oidc/token`,
        grant_types_supported: expect.arrayContaining(['client_credentials']),
        token_endpoint_auth_methods_supported: expect.arrayContaining([
          'client_secret_basic',
          'client_secret_post',
        ]),
      });
    });
  });

  describe('an access token', () => {
    it('says for which client, secret and API it is, and nothing else', async () => {
      const [header, payload] = (await getToken(world.server, company)).split('.', 2).map(decode);
      const issuer = `${world.server.config.publicUrl}/oidc`;
      expect(header).toEqual({ alg: 'RS256', typ: 'at+jwt', kid: expect.any(String) });
      expect(payload).toEqual({
        jti: expect.any(String),
        sub: company.client_id,
        client_id: company.client_id,
        iat: expect.any(Number),
        exp: Number(payload?.['iat']) + 480,
        iss: issuer,
        aud: `${world.server.config.publicUrl}/api/v4`,
        secret_generation: 1,
      });
    });

    it('is refused when it has expired', async () => {
      const token = await getToken(world.server, company);
      world.server.clock.advance(479 * SECOND);
      expect(await answerTo(token)).toBe('ok');
      world.server.clock.advance(2 * SECOND);
      expect(await answerTo(token)).toBe('unauthorized');
      world.server.clock.advance(-481 * SECOND);
    });

    it('is refused with a Date header that is missing or too far away', async () => {
      const token = await getToken(world.server, company);
      const client = createClient(world.server, { access_token: token });
      const query = { product: world.product.code };
      const now = world.server.clock.now().getTime();
      const [, authorization] = bearerHeaders(token, new Date(now).toUTCString());
      const headers = [authorization];
      const codes: string[] = [
        (await client.refused('getProductDetails', { query, headers })).code,
      ];
      for (const minutes of [-16, 16]) {
        codes.push(String(await answerTo(token, new Date(now + minutes * 60_000).toUTCString())));
      }
      expect(codes).toEqual(['missing_headers', 'date_header_diff', 'date_header_diff']);
      expect(await answerTo(token, new Date(now - 14 * 60_000).toUTCString())).toBe('ok');
    });

    it('is refused with a challenge when it is forged in any way', async () => {
      const token = await getToken(world.server, company);
      const [header, payload] = token.split('.', 2).map(decode);
      const [a = '', b = '', c = ''] = token.split('.');
      const [openid] = world.server.keys.current.openid;
      if (openid === undefined) throw new Error('no key');
      const own = await importJWK(openid, 'RS256');
      const kid = openid.kid ?? '';
      const attacker = await generateKeyPair('RS256');
      const jwk = await exportJWK(attacker.publicKey);
      const sign = (over: Record<string, unknown>, headers: object = {}, key: typeof own = own) =>
        new SignJWT({ ...payload, ...over })
          .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid, ...headers })
          .sign(key);
      // It is sound, so what follows is refused for its one fault.
      expect(await answerTo(await sign({}))).toBe('ok');

      const publicKey = JSON.stringify(openid.n);
      const hs256 = `${encode({ ...header, alg: 'HS256' })}.${b}`;
      const forged = {
        'alg none': `${encode({ ...header, alg: 'none' })}.${b}.`,
        'alg none with a signature': `${encode({ ...header, alg: 'none' })}.${b}.${c}`,
        'HS256 with the public key': `${hs256}.${createHmac('sha256', publicKey).update(hs256).digest('base64url')}`,
        'no signature': `${a}.${b}.`,
        'another payload': `${a}.${encode({ ...payload, client_id: 'auth-company-1' })}.${c}`,
        'another key': await sign({}, {}, attacker.privateKey),
        'a key in the header': await sign({}, { jwk }, attacker.privateKey),
        'a key at a URL': await sign({}, { jku: 'https://evil.example/' }, attacker.privateKey),
        'an unknown key': await sign({}, { kid: 'unknown' }, attacker.privateKey),
        'a critical header': await sign({}, { crit: ['exp'] }).catch(() => 'a.b.c'),
        'another issuer': await sign({ iss: 'https://other.example/oidc' }),
        'another audience': await sign({ aud: 'https://other.example/api/v4' }),
        'the audience of a sign-in': await sign({ aud: world.account.code }),
        'no audience': await sign({ aud: undefined }),
        'the type of an ID token': await sign({}, { typ: 'JWT' }),
        'no type': await sign({}, { typ: undefined }),
        'no expiry': await sign({ exp: undefined }),
        'an expiry in the past': await sign({ exp: 1 }),
        'a start in the future': await sign({ nbf: Number(payload?.['exp']) + HOUR }),
        'no client': await sign({ client_id: undefined }),
        'an unknown client': await sign({ client_id: 'auth-company-1' }),
        'a client that is a number': await sign({ client_id: 1 }),
        'another secret': await sign({ secret_generation: 2 }),
        'no secret': await sign({ secret_generation: undefined }),
        'half of it': token.slice(0, token.length / 2),
        'a space in it': `${a}. ${b}.${c}`,
        nothing: '',
      };
      const client = createClient(world.server, { access_token: token });
      for (const [name, value] of Object.entries(forged)) {
        const date = world.server.clock.now().toUTCString();
        const query = { product: world.product.code };
        const { status, body, headers } = await client.call('getProductDetails', {
          query,
          headers: bearerHeaders(value, date),
        });
        expect({ name, status, code: body['code'] }).toEqual({
          name,
          status: 401,
          code: 'unauthorized',
        });
        expect(headers['www-authenticate']).toBe(
          'Bearer realm="license-api", error="invalid_token"',
        );
      }
    });

    it('is accepted with any spelling of the scheme', async () => {
      const token = await getToken(world.server, company);
      const client = createClient(world.server, { access_token: token });
      const query = { product: world.product.code };
      for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
        const [date] = bearerHeaders(token, world.server.clock.now().toUTCString());
        const headers = [date, ['Authorization', `${scheme} ${token}`]] as const;
        expect((await client.call('getProductDetails', { query, headers })).status).toBe(200);
      }
    });

    it('is not accepted by the Admin API', async () => {
      const token = await getToken(world.server, company);
      const { status, text } = await http(`${world.server.url}/admin/v1/products`, {
        headers: [['Authorization', `Bearer ${token}`]],
      });
      expect(status).toBe(401);
      expect(text).toContain('invalid_admin_token');
    });
  });

  describe('the tokens of a sign-in', () => {
    /** Signs in by the implicit grant, for an OAuth client. */
    const signIn = async (client: Awaited<ReturnType<typeof createTokenClient>>) => {
      const call = await goodCall(world, 'getSsoUrl');
      const { body } = await client.call<{ url: string }>('getSsoUrl', call);
      return signInWithPassword(world.server, body.url, world.person);
    };
    const activation = (id_token: string) => ({
      body: {
        hardware_id: randomUUID(),
        product: world.product.code,
        customer_account_code: world.account.code,
        id_token,
      },
    });

    it('activate a license with the client that asked for the sign-in', async () => {
      const client = await createTokenClient(world.server, company);
      const { id_token = '' } = await signIn(client);
      expect((await client.call('activateLicense', activation(id_token))).status).toBe(200);
    });

    it('are refused with another client, and with an API key', async () => {
      const client = await createTokenClient(world.server, company);
      const other = await createTokenClient(world.server, await world.make.oauthClient());
      const { id_token = '' } = await signIn(client);
      for (const one of [other, world.client]) {
        const { code } = await one.refused('activateLicense', activation(id_token));
        expect(code).toBe('sso_token_invalid');
      }
      const ofKey = await signIn(world.client);
      const { code } = await client.refused('activateLicense', activation(ofKey.id_token ?? ''));
      expect(code).toBe('sso_token_invalid');
    });

    it('are no access tokens for the API, and those are none of a sign-in', async () => {
      const client = await createTokenClient(world.server, company);
      const { id_token = '', access_token = '' } = await signIn(client);
      expect(await answerTo(id_token)).toBe('unauthorized');
      expect(await answerTo(access_token)).toBe('unauthorized');
      const token = await getToken(world.server, company);
      const { code } = await client.refused('activateLicense', activation(token));
      expect(code).toBe('sso_token_invalid');
      const userinfo = await http(`${world.server.url}/oidc/me`, {
        headers: [['Authorization', `Bearer ${token}`]],
      });
      expect(userinfo.status).toBe(401);
    });
  });

  describe('a client', () => {
    const change = async (
      { id }: { id: number },
      over: { revoked_at?: Date; read_only?: boolean; product_ids?: number[] },
    ) => {
      const { store, clock } = world.server;
      const before = await store.oauthClients.find(id);
      if (before === undefined) throw new Error('no client');
      await store.oauthClients.update({ ...before, ...over }, clock.now());
      await untilKnownEverywhere();
    };
    const rotate = async ({ id }: { id: number }, graceHours: number) => {
      const { store, clock } = world.server;
      const now = clock.now();
      const before = await store.oauthClients.find(id);
      if (before === undefined) throw new Error('no client');
      const oldExpireAt = new Date(now.getTime() + graceHours * HOUR);
      const secret = randomUUID();
      await store.transaction((tables) =>
        tables.oauthClients.addSecret(before, secret, { now, oldExpireAt }),
      );
      await untilKnownEverywhere();
      return secret;
    };

    it('that is revoked is refused within a second, with the tokens that it has', async () => {
      const client = await world.make.oauthClient();
      const token = await getToken(world.server, client);
      expect(await answerTo(token)).toBe('ok');
      await change(client, { revoked_at: world.server.clock.now() });
      const { client_id, client_secret } = client;
      const { status } = await requestToken(world.server, { client_id, client_secret });
      expect(status).toBe(401);
      expect([await answerTo(token), await answerTo(token)]).toEqual([
        'unauthorized',
        'unauthorized',
      ]);
    });

    it('gets tokens with its old secret until the grace period ends', async () => {
      const client = await world.make.oauthClient();
      const old = await getToken(world.server, client);
      const client_secret = await rotate(client, 24);
      const rotated = { ...client, client_secret };
      for (const token of [
        old,
        await getToken(world.server, client),
        await getToken(world.server, rotated),
      ]) {
        expect(await answerTo(token)).toBe('ok');
      }
      world.server.clock.advance(24 * HOUR);
      await expect(getToken(world.server, client)).rejects.toThrow('401');
      await expect(getToken(world.server, rotated)).resolves.toBeDefined();
      world.server.clock.advance(-24 * HOUR);
    });

    it('loses the tokens of its old secret when it is rotated without a grace period', async () => {
      const client = await world.make.oauthClient();
      const old = await getToken(world.server, client);
      expect(await answerTo(old)).toBe('ok');
      const rotated = { ...client, client_secret: await rotate(client, 0) };
      await expect(getToken(world.server, client)).rejects.toThrow('401');
      expect(await answerTo(old)).toBe('unauthorized');
      expect(await answerTo(await getToken(world.server, rotated))).toBe('ok');
    });

    it('that becomes read-only, or loses a product, is refused within a second', async () => {
      const client = await world.make.oauthClient();
      const { fields } = await newKeyLicense(world);
      const api = await createTokenClient(world.server, client);
      const call = { body: { ...fields, hardware_id: randomUUID() } };
      expect((await api.call('activateLicense', call)).status).toBe(200);
      await change(client, { read_only: true });
      const { code, message } = await api.refused('activateLicense', call);
      expect({ code, message }).toEqual({
        code: 'read_only_api_key',
        message: 'This OAuth client is read-only.',
      });
      await change(client, { product_ids: [world.product.id] });
      const query = { product: world.keyProduct.code };
      const limited = await api.refused('getProductDetails', { query });
      expect(limited).toMatchObject({
        code: 'api_key_product_not_allowed',
        message: `This OAuth client may not be used for the product ${world.keyProduct.code}.`,
      });
    });

    it('is the actor in the audit log', async () => {
      const api = await createTokenClient(world.server, company);
      const { fields } = await newKeyLicense(world);
      await api.call('activateLicense', { body: { ...fields, hardware_id: randomUUID() } });
      const { items } = await world.server.store.audit.list(
        { actorKind: 'oauth_client', actorId: String(company.id) },
        { limit: 1 },
      );
      expect(items).toEqual([
        expect.objectContaining({
          action: 'activateLicense',
          outcome: 'done',
          actorName: 'An OAuth client',
        }),
      ]);
    });
  });

  describe('the scope of a client', () => {
    /** A customer account with a license of a key and one of a user, and clients of each scope. */
    const newTenant = async () => {
      const { make, product, keyProduct } = world;
      const account = await make.account();
      const { id: customerAccountId, customerId: customer_id } = account;
      const person = await newPerson({ make });
      const user = await make.license({
        product_id: product.id,
        customer_id,
        userId: person.id,
        max_activations: null,
      });
      const license_key = randomUUID().toUpperCase();
      const key = await make.license({ product_id: keyProduct.id, customer_id, license_key });
      const clients = {
        customer_account: await make.oauthClient({ customer_account_id: customerAccountId }),
        customer: await make.oauthClient({ customer_id }),
        license: await make.oauthClient({ license_id: key.id }),
      };
      return { account, person, user, key, license_key, clients };
    };
    type Tenant = Awaited<ReturnType<typeof newTenant>>;
    let own: Tenant;
    let foreign: Tenant;
    beforeAll(async () => {
      own = await newTenant();
      foreign = await newTenant();
    });

    const SCOPES = ['customer_account', 'customer', 'license'] as const;
    const byKey = ({ license_key }: Tenant, hardware_id: string) => ({
      product: world.keyProduct.code,
      license_key,
      hardware_id,
    });

    it.each(SCOPES)('%s: uses its licenses, and finds no others', async (scope) => {
      const api = await createTokenClient(world.server, own.clients[scope]);
      const device = byKey(own, randomUUID());
      const foreignDevice = byKey(foreign, randomUUID());
      await world.client.call('activateLicense', { body: foreignDevice });
      expect((await api.call('activateLicense', { body: device })).status).toBe(200);
      expect((await api.call('checkLicense', { query: device })).status).toBe(200);
      for (const [operationId, call] of [
        ['activateLicense', { body: foreignDevice }],
        ['checkLicense', { query: foreignDevice }],
        ['getDeviceVariables', { query: foreignDevice }],
        ['trackDeviceVariables', { body: { ...foreignDevice, variables: { a: 1 } } }],
        ['addConsumption', { body: foreignDevice }],
        ['deactivateLicense', { body: foreignDevice }],
      ] as const) {
        const { code, message } = await api.refused(operationId, call);
        expect({ operationId, code, message }).toEqual({
          operationId,
          code: 'license_not_found',
          message: 'License with the provided license_key not found.',
        });
      }
      expect((await api.call('deactivateLicense', { body: device })).status).toBe(200);
    });

    it.each(SCOPES)('%s: lists the licenses in it of a user', async (scope) => {
      const api = await createTokenClient(world.server, own.clients[scope]);
      const ids = async ({ person }: Tenant) => {
        const { email: username, password } = person;
        const query = { product: world.product.code, username, password };
        const { body } = await api.call<{ license: { id: number } }[]>('listUserLicenses', {
          query,
        });
        return body.map(({ license }) => license.id);
      };
      // The license of this client is one of a key.
      expect(await ids(own)).toEqual(scope === 'license' ? [] : [own.user.id]);
      expect(await ids(foreign)).toEqual([]);
    });

    it.each(SCOPES)('%s: signs in users of its account only', async (scope) => {
      const api = await createTokenClient(world.server, own.clients[scope]);
      const url = (customer_account_code: string) => ({
        query: { product: world.product.code, customer_account_code },
      });
      expect((await api.call('getSsoUrl', url(own.account.code))).status).toBe(200);
      const refused = await api.refused('getSsoUrl', url(foreign.account.code));
      const unknown = await api.refused('getSsoUrl', url('unheard-of'));
      expect(refused.code).toBe('customer_account_not_found');
      expect(refused.message.replace(foreign.account.code, 'unheard-of')).toBe(unknown.message);
    });

    it.each(SCOPES)('%s: lists the users of its customer only', async (scope) => {
      const api = await createTokenClient(world.server, own.clients[scope]);
      const customer = `${scope}@foreign.test`;
      await world.make.customer(foreign.account.id, customer);
      const list = (email: string) => ({
        query: { product: world.product.code, customer: email },
      });
      // All customers of the tests have this address.
      const { body } = await api.call<{ users: { email: string }[] }>(
        'listCustomerLicenseUsers',
        list('it@customer.test'),
      );
      const emails = body.users.map(({ email }) => email);
      expect(emails).toEqual(scope === 'license' ? [] : [own.person.email]);
      const refused = await api.refused('listCustomerLicenseUsers', list(customer));
      const unknown = await api.refused('listCustomerLicenseUsers', list('nobody@foreign.test'));
      expect(refused.code).toBe('customer_not_found');
      expect(unknown.code).toBe('customer_not_found');
    });

    it.each(SCOPES)('%s: changes the password of its users only', async (scope) => {
      const { id: product_id } = world.product;
      const { customerId: customer_id } = own.account;
      const { id: license_id } = await world.make.license({ product_id, userId: own.person.id });
      const client =
        scope === 'license' ? await world.make.oauthClient({ license_id }) : own.clients[scope];
      expect(customer_id).toBeDefined();
      const api = await createTokenClient(world.server, client);
      const change = ({ person: { email: username, password } }: Tenant) => ({
        body: { username, password, new_password: password },
      });
      expect((await api.call('changePassword', change(own))).status).toBe(200);
      const { code } = await api.refused('changePassword', change(foreign));
      expect(code).toBe('change_password_not_allowed');
    });

    it('customer: does not find the licenses of another customer of its account', async () => {
      const customer_id = await world.make.customer(own.account.id);
      const { fields } = await newKeyLicense(world, { customer_id });
      const call = { body: { ...fields, hardware_id: randomUUID() } };
      const ofCustomer = await createTokenClient(world.server, own.clients.customer);
      expect((await ofCustomer.refused('activateLicense', call)).code).toBe('license_not_found');
      const ofAccount = await createTokenClient(world.server, own.clients.customer_account);
      expect((await ofAccount.call('activateLicense', call)).status).toBe(200);
    });

    it('license: does not find another license by license_id either', async () => {
      const api = await createTokenClient(world.server, own.clients.license);
      const query = { ...byKey(foreign, 'any'), license_id: foreign.key.id };
      expect((await api.refused('checkLicense', { query })).code).toBe('license_not_found');
    });
  });
});
