import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { IdentityProvider } from '../../support/identity-provider.ts';
import { type AdminWorld, createAdminWorld } from './world.ts';

type Connection = components['schemas']['AdminOidcConnection'];
type Test = components['schemas']['ConnectionTest'];
type Audit = components['schemas']['AuditEntryList'];

/** `/admin/v1/customer-accounts/{id}/connection` */
describe('the Admin API', () => {
  let provider: IdentityProvider;
  /** To which no connection leads. */
  let other: IdentityProvider;
  let world: AdminWorld;
  beforeAll(async () => {
    provider = await IdentityProvider.start();
    other = await IdentityProvider.start();
    world = await createAdminWorld({
      env: { LATCHKEY_PRIVATE_PROVIDERS: [provider.host, other.host].join() },
    });
  });
  afterAll(async () => {
    await world.server.close();
    await provider.close();
    await other.close();
  });

  /** A canary: it may be found nowhere. */
  const secret = () => `client-secret-${randomUUID()}`;
  const oidc = (over: object = {}) => ({
    kind: 'oidc',
    issuer: provider.url,
    client_id: 'latchkey',
    client_secret: secret(),
    ...over,
  });
  /** As it is registered there. */
  const known = (over: object = {}) =>
    oidc({ client_id: provider.clientId, client_secret: provider.clientSecret, ...over });
  const newPath = async () => ({ id: (await world.make.unusedAccount({}, null)).id });
  const set = (path: { id: number }, body: object) =>
    world.client.call<Connection>('setConnection', { path, body });
  const refusal = (path: { id: number }, body: object, ifMatch?: string) =>
    world.client.refused('setConnection', { path, body, ...(ifMatch && { ifMatch }) });
  const kept = async ({ id }: { id: number }) => {
    const connection = await world.server.store.connections.find(id);
    return connection?.kind === 'oidc' ? connection.client_secret : undefined;
  };

  describe('a connection', () => {
    it('does not exist at first', async () => {
      const path = await newPath();
      for (const operation of ['getConnection', 'deleteConnection', 'testConnection']) {
        const refused = await world.client.refused(operation, { path });
        expect(refused).toMatchObject({
          code: 'not_found',
          message: `The customer account ${path.id} has no connection.`,
        });
      }
      expect((await refusal(path, { kind: 'password' }, '"1"')).code).toBe('precondition_failed');
    });

    it('is set with its defaults, and its secret is never returned', async () => {
      const path = await newPath();
      const { body, headers } = await set(path, oidc());
      expect(body).toEqual({
        kind: 'oidc',
        enabled: true,
        default_response_type: 'token',
        allow_implicit: true,
        issuer: provider.url,
        client_id: 'latchkey',
        has_client_secret: true,
        trust: 'verified',
        email_claim: 'email',
        scopes: [],
        required_claims: {},
        response_mode: 'query',
        token_endpoint_auth_method: 'auto',
      });
      expect(headers['etag']).toBe('"1"');
      expect((await world.client.call('getConnection', { path })).body).toEqual(body);
      const account = await world.client.call('getCustomerAccount', { path });
      expect(account.body['connection_kind']).toBe('oidc');
    });

    it('is replaced as a whole, with a new revision', async () => {
      const path = await newPath();
      await set(path, oidc({ enabled: false, trust: 'managed', scopes: ['profile'] }));
      const { body, headers } = await set(path, oidc());
      expect(body).toMatchObject({ enabled: true, trust: 'verified', scopes: [] });
      expect(headers['etag']).toBe('"2"');
      const password = await set(path, { kind: 'password', default_response_type: 'code' });
      expect(password.body).toEqual({
        kind: 'password',
        enabled: true,
        default_response_type: 'code',
        allow_implicit: true,
      });
    });

    it('stores the settings that differ between providers', async () => {
      const path = await newPath();
      const settings = {
        trust: 'unstated',
        email_claim: 'upn',
        scopes: ['profile', 'allatclaims'],
        required_claims: { hd: 'acme.com', 'https://acme.test/claims/group': '7' },
        response_mode: 'form_post',
        token_endpoint_auth_method: 'client_secret_post',
      };
      expect((await set(path, oidc(settings))).body).toMatchObject(settings);
      expect((await world.client.call('getConnection', { path })).body).toMatchObject(settings);
    });

    it.each([
      [{ trust: 'yes' }, 'body.trust'],
      [{ email_claim: 'upn' }, 'body.email_claim other than email needs body.trust unstated or'],
      [{ email_claim: 'e mail', trust: 'unstated' }, 'body.email_claim'],
      [{ scopes: ['openid email'] }, 'body.scopes'],
      [{ scopes: Array.from({ length: 11 }, (_, n) => `scope${n}`) }, 'body.scopes'],
      [{ required_claims: { hd: true } }, 'body.required_claims'],
      [{ required_claims: { 'h d': 'a' } }, 'body.required_claims'],
      [{ response_mode: 'fragment' }, 'body.response_mode'],
      [{ token_endpoint_auth_method: 'none' }, 'body.token_endpoint_auth_method'],
    ])('is refused with %j', async (settings, named) => {
      const { code, message } = await refusal(await newPath(), oidc(settings));
      expect(code).toBe('validation_error');
      expect(message).toContain(named);
    });

    it('keeps its secret only for the same client of the same issuer', async () => {
      const path = await newPath();
      const given = oidc();
      await set(path, given);
      const { client_secret: before, ...same } = given as { client_secret: string };
      await set(path, { ...same, enabled: false });
      expect(await kept(path)).toBe(before);
      for (const other of [{ issuer: 'https://elsewhere.test' }, { client_id: 'another' }]) {
        const { code, message } = await refusal(path, { ...same, ...other });
        expect(code).toBe('missing_parameters');
        expect(message).toContain('client_secret');
      }
      await set(path, oidc({ client_secret: 'another' }));
      expect(await kept(path)).toBe('another');
    });

    it('is changed once by two changes of the same revision', async () => {
      const path = await newPath();
      await set(path, { kind: 'password' });
      const results = await Promise.all(
        [true, false].map((enabled) =>
          world.client.call('setConnection', {
            path,
            body: { kind: 'password', enabled },
            ifMatch: '"1"',
          }),
        ),
      );
      expect(results.map(({ status }) => status).sort()).toEqual([200, 412]);
    });

    it.each([
      [{}, 'missing_parameters', 'kind'],
      [{ kind: null }, 'validation_error', 'body.kind'],
      [{ kind: 'saml' }, 'validation_error', 'body.kind'],
      [{ kind: 'oidc' }, 'missing_parameters', 'issuer, client_id'],
      [{ kind: 'password', issuer: 'https://a.test' }, 'validation_error', 'body.issuer'],
      [{ kind: 'password', allow_implicit: false }, 'validation_error', 'default_response_type'],
      [{ kind: 'password', enabled: 'yes' }, 'validation_error', 'body.enabled'],
    ])('is refused as %j, with the reason', async (body, code, named) => {
      const refused = await refusal(await newPath(), body);
      expect(refused.code).toBe(code);
      expect(refused.message).toContain(named);
    });

    it.each([
      'acme',
      'ftp://login.acme.test',
      'https://login.acme.test/?tenant=1',
      'https://user:secret@login.acme.test',
      'https://login.acme.test/.well-known/openid-configuration',
      'https://login.acme.test\n',
    ])('is refused with the issuer %j', async (issuer) => {
      const { code, message } = await refusal(await newPath(), oidc({ issuer }));
      expect(code).toBe('validation_error');
      expect(message).toMatch(/^body\.issuer must be an https URL /);
    });

    it.each(['common', 'organizations'])('is refused for all tenants: %s', async (tenant) => {
      const issuer = `https://login.microsoftonline.com/${tenant}/v2.0`;
      const { code, message } = await refusal(await newPath(), oidc({ issuer }));
      expect(code).toBe('validation_error');
      expect(message).toContain('Name the tenant: https://login.microsoftonline.com/<tenant id>');
    });

    it('is deleted and may be set again', async () => {
      const path = await newPath();
      await set(path, oidc());
      expect((await world.client.call('deleteConnection', { path })).status).toBe(204);
      const { code } = await refusal(path, oidc({ client_secret: undefined }));
      expect(code).toBe('missing_parameters');
      expect((await set(path, oidc())).headers['etag']).toBe('"1"');
    });
  });

  describe('an update of a connection', () => {
    const update = (path: { id: number }, body: object) =>
      world.client.call<Connection>('updateConnection', { path, body });
    const refusedUpdate = (path: { id: number }, body: object, ifMatch?: string) =>
      world.client.refused('updateConnection', { path, body, ...(ifMatch && { ifMatch }) });
    const audited = async (path: { id: number }) => {
      const query = { action: 'updateConnection', subject_kind: 'connection', subject_id: path.id };
      const { body } = await world.client.call<Audit>('listAuditEntries', { query });
      return body.items[0]?.detail;
    };
    const settings = {
      enabled: false,
      default_response_type: 'code',
      allow_implicit: false,
      trust: 'unstated',
      email_claim: 'upn',
      scopes: ['profile'],
      required_claims: { hd: 'acme.com', group: '7' },
      response_mode: 'form_post',
      token_endpoint_auth_method: 'client_secret_post',
    };

    it.each([
      { enabled: true },
      { allow_implicit: true },
      { trust: 'managed' },
      { email_claim: 'preferred_username' },
      { scopes: [] },
      { required_claims: { hd: 'acme.com' } },
      { response_mode: 'query' },
      { token_endpoint_auth_method: 'auto' },
      { client_secret: 'another' },
      { allow_implicit: true, default_response_type: 'token' },
    ])('with %j keeps all other settings', async (changes) => {
      const path = await newPath();
      const given = oidc(settings) as { client_secret?: string };
      const { body: before } = await set(path, given);
      const { body: after, headers } = await update(path, changes);
      const { client_secret, ...shown } = changes as { client_secret?: string };
      expect(after).toEqual({ ...before, ...shown });
      expect(headers['etag']).toBe('"2"');
      expect(await kept(path)).toBe(client_secret ?? given.client_secret);
    });

    it('of passwords has three settings', async () => {
      const path = await newPath();
      await set(path, { kind: 'password', default_response_type: 'code', enabled: false });
      expect((await update(path, { enabled: true })).body).toEqual({
        kind: 'password',
        enabled: true,
        default_response_type: 'code',
        allow_implicit: true,
      });
      const { code, message } = await refusedUpdate(path, { trust: 'managed', enabled: false });
      expect(code).toBe('validation_error');
      expect(message).toBe('body.trust: a password connection has no such setting');
    });

    it('has an audit entry with the values before and after, and what it weakens', async () => {
      const path = await newPath();
      await set(path, oidc(settings));
      const changes = { trust: 'managed', required_claims: { hd: 'acme.com' }, scopes: ['all'] };
      await update(path, { ...changes, client_secret: 'canary', enabled: true });
      expect(await audited(path)).toEqual({
        kind: 'oidc',
        changed: ['enabled', 'trust', 'scopes', 'required_claims', 'client_secret'],
        before: {
          enabled: false,
          trust: 'unstated',
          scopes: ['profile'],
          required_claims: { hd: 'acme.com', group: '7' },
        },
        after: { ...changes, enabled: true },
        weakened: ['enabled', 'trust', 'required_claims'],
      });
    });

    it('that strengthens has an audit entry that says so', async () => {
      const path = await newPath();
      await set(path, oidc({ trust: 'managed' }));
      const required_claims = { hd: 'acme.com' };
      const code = { default_response_type: 'code', allow_implicit: false };
      await update(path, { ...code, trust: 'verified', enabled: false, required_claims });
      expect(await audited(path)).toMatchObject({ weakened: [] });
    });

    it.each([
      [{}, 'validation_error', 'body'],
      [{ kind: 'password' }, 'validation_error', 'body.kind'],
      [{ client_id: 'another' }, 'validation_error', 'body.client_secret'],
      [{ issuer: 'https://elsewhere.test' }, 'validation_error', 'body.client_secret'],
      [{ issuer: 'nowhere', client_secret: 's' }, 'validation_error', 'body.issuer'],
      [{ trust: 'verified' }, 'validation_error', 'body.email_claim'],
      [{ default_response_type: 'token' }, 'validation_error', 'body.allow_implicit'],
      [{ scopes: null }, 'validation_error', 'body.scopes'],
    ])('with %j is refused with the reason', async (changes, expected, named) => {
      const path = await newPath();
      const { body: before } = await set(path, oidc(settings));
      const { code, message } = await refusedUpdate(path, changes);
      expect(code).toBe(expected);
      expect(message).toContain(named);
      expect((await world.client.call('getConnection', { path })).body).toEqual(before);
    });

    it('requires the current revision', async () => {
      const path = await newPath();
      expect((await refusedUpdate(path, { enabled: true })).code).toBe('not_found');
      await set(path, oidc());
      const { code } = await refusedUpdate(path, { enabled: true }, '"7"');
      expect(code).toBe('precondition_failed');
    });
  });

  describe('the test of a connection', () => {
    const test = async (path: { id: number }, body: object = {}) =>
      (await world.client.call<Test>('testConnection', { path, body })).body;

    it('passes a good provider, and returns what to register there', async () => {
      const { id, code } = await world.make.unusedAccount({}, null);
      await set({ id }, known({ enabled: false }));
      const { ok, issuer, checks, redirect_uri } = await test({ id });
      expect(checks.filter((check) => check.result !== 'ok')).toEqual([]);
      expect({ ok, issuer, redirect_uri }).toEqual({
        ok: true,
        issuer: provider.url,
        redirect_uri: `${world.server.url}/sign-in/callback/${code}`,
      });
    });

    it('finds a wrong client secret, and only when it is wrong', async () => {
      const path = await newPath();
      await set(path, known({ client_secret: secret() }));
      const { ok, checks } = await test(path);
      expect(ok).toBe(false);
      expect(checks.filter((check) => check.result !== 'ok')).toMatchObject([
        { name: 'client', result: 'failed', acts: 'vendor', provider_error: 'invalid_client' },
      ]);
    });

    it('sends the secret to its own issuer only', async () => {
      const path = await newPath();
      await set(path, known());
      const { checks } = await test(path, { issuer: other.url });
      expect(checks.find(({ name }) => name === 'keys')).toMatchObject({ result: 'ok' });
      expect(checks.map(({ name }) => name)).not.toContain('client');
      expect(other.count('token') + other.count('authorize')).toBe(0);
      const names = (await test(path, { issuer: provider.url })).checks.map(({ name }) => name);
      expect(names).toContain('client');
    });

    it('checks another issuer before it is saved', async () => {
      const { ok, issuer, checks } = await test(await newPath(), { issuer: 'https://127.0.0.1:1' });
      expect({ ok, issuer }).toEqual({ ok: false, issuer: 'https://127.0.0.1:1' });
      expect(checks.find((check) => check.result === 'failed')).toMatchObject({
        name: 'address',
        cure: expect.stringContaining('LATCHKEY_PRIVATE_PROVIDERS'),
      });
    });

    it('checks nothing for a connection with passwords', async () => {
      const path = await newPath();
      await set(path, { kind: 'password' });
      expect(await test(path)).toMatchObject({ ok: true, issuer: null, checks: [] });
    });

    it('holds no connection to the database while the provider works', async () => {
      const path = await newPath();
      await set(path, oidc());
      provider.takeovers.discovery = (_request, response) => {
        void set(path, oidc({ enabled: false })).then(() => response.writeHead(503).end());
      };
      const { checks } = await test(path);
      provider.reset();
      expect(checks.find(({ result }) => result === 'failed')).toMatchObject({
        name: 'discovery',
        message: `${provider.url}/.well-known/openid-configuration responds with 503.`,
      });
    });
  });

  it('does not show the client secret in the audit log, the log or a response', async () => {
    const path = await newPath();
    const canary = secret();
    const answers = [
      await set(path, oidc({ client_secret: canary })),
      await world.client.call('getConnection', { path }),
      await world.client.call('testConnection', { path, body: {} }),
      await refusal(path, oidc({ client_secret: canary, issuer: 'nowhere' })),
      await refusal(path, oidc({ client_secret: canary, unheard_of: 1 })),
      await refusal(path, oidc({ client_secret: canary }), '"99"'),
      await world.client.call('listAuditEntries', { query: { limit: 200 } }),
    ];
    expect(await kept(path)).toBe(canary);
    expect(JSON.stringify([answers, world.server.logs])).not.toContain(canary);
  });
});
