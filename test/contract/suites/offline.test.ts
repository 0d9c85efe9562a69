import { createPublicKey, randomUUID, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseOf } from '../../../src/config/config.ts';
import type { components } from '../../../generated/openapi.d.ts';
import {
  type CheckedResponse,
  createClient,
  isSigned,
  signedHeaders,
} from '../../support/client.ts';
import { openSession } from '../../support/database.ts';
import { untilKnownEverywhere } from '../../support/known-everywhere.ts';
import { http } from '../../support/http.ts';
import { nested, offlineFile, offlineRequest, toBase64 } from '../../support/offline.ts';
import { createTokenClient, type OAuthCredentials } from '../../support/oauth.ts';
import { updateRow } from '../../support/update-row.ts';
import {
  startWorld,
  later,
  newKeyLicense,
  newPerson,
  storedDevice,
  withWorld,
  type World,
} from '../world.ts';

type License = components['schemas']['OfflineLicense'];
type Fields = Record<string, unknown>;
type Id = 'activateOffline' | 'deactivateOffline';

interface Vector {
  readonly note: string;
  readonly schema: 1 | 2;
  readonly shared_key: string;
  /** The JSON, byte for byte. */
  readonly request: string;
  readonly signature?: string;
}

const vectors = JSON.parse(
  readFileSync(new URL('../../vectors/offline-requests.json', import.meta.url), 'utf8'),
) as Vector[];

const DAY = 86_400_000;
const PATH: Record<Id, string> = {
  activateOffline: '/api/v4/activate_offline',
  deactivateOffline: '/api/v4/deactivate_offline',
};

/** `POST /api/v4/activate_offline` and `POST /api/v4/deactivate_offline` */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const date = (milliseconds = 0) =>
    new Date(world.server.clock.now().getTime() + milliseconds).toUTCString();
  const file = (fields: Fields, schema: 1 | 2 = 2) =>
    offlineFile(world.apiKey, { date: date(), ...fields }, schema);
  const send = <Body = License>(
    text: string,
    id: Id = 'activateOffline',
  ): Promise<CheckedResponse<Body>> =>
    world.client.call<Body>(id, { rawBody: text, contentType: 'text/plain' });
  const refusal = (text: string, id: Id = 'activateOffline', client = world.client) =>
    client.refused(id, { rawBody: text, contentType: 'text/plain' });
  const code = async (...args: Parameters<typeof refusal>) => (await refusal(...args)).code;
  const device = async (over: Parameters<typeof newKeyLicense>[1] = {}) => {
    const { id, fields } = await newKeyLicense(world, over);
    return { id, fields: { ...fields, hardware_id: randomUUID() } };
  };
  const seats = async (id: number) => (await world.server.store.licenses.find(id))?.times_activated;
  /** How many devices and answers are stored. */
  const stored = async () => {
    const session = await openSession(databaseOf(world.server.config));
    const [row] = await session.query(
      'select (select count(*) from devices) as devices, (select count(*) from offline_requests) as answers',
    );
    await session.close();
    return row;
  };
  const check = async (fields: Fields) =>
    (await world.client.call('checkLicense', { query: fields as Record<string, string> })).body;

  describe('offline activation', () => {
    it.each([1, 2] as const)('activates a license with a file of schema %i', async (schema) => {
      const { id, fields } = await device();
      const { body } = await send(file({ ...fields, request: 'activation' }, schema));
      expect(body).toMatchObject({
        id,
        times_activated: 1,
        license_active: true,
        license_key: fields.license_key,
        hardware_id: fields.hardware_id,
      });
      expect(await check(fields)).toMatchObject({ id, hardware_id: fields.hardware_id });
    });

    it('activates a license of a user, with the password', async () => {
      const { email: username, password } = world.person;
      const user = { product: world.product.code, username, password, hardware_id: randomUUID() };
      const { body } = await send(file(user));
      expect(body.user).toMatchObject({ email: username });
      expect(body).not.toHaveProperty('license_key');
      expect(await code(file({ ...user, password: undefined }))).toBe('missing_parameters');
      expect(await code(file({ ...user, password: 'wrong' }))).toBe('license_not_found');
      const nobody = { ...user, username: 'nobody@acme.test' };
      expect(await code(file(nobody))).toBe('license_not_found');
    });

    it('stores what the device reports', async () => {
      const { fields } = await device();
      const more = {
        os_hostname: 'lab',
        app_ver: '1.2',
        is_vm: 'true',
        variables: { theme: 'dark' },
      };
      const { body } = await send(file({ ...fields, ...more, sdk_lang: 'cpp', license_id: null }));
      expect(await storedDevice(world.server, body.device_id)).toEqual({
        fields: { hostname: 'lab', app_ver: '1.2', is_vm: true },
        variables: { theme: 'dark' },
      });
    });

    it('answers with a license that verifies without the headers of the answer', async () => {
      const { fields } = await device();
      const before = date();
      const { body } = await send(file(fields));
      // The clock may have gone on by a second.
      expect([before, date()]).toContain(body.date);
      const { license_signature, license_signature_v2, ...signed } = body;
      const key = createPublicKey(world.server.keys.current.response);
      const verifies = (text: string, signature: string) =>
        verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64'));
      expect(verifies(JSON.stringify(signed), license_signature_v2)).toBe(true);
      expect(
        verifies(JSON.stringify({ ...signed, max_activations: 6 }), license_signature_v2),
      ).toBe(false);
      const v1 = `${fields.hardware_id}#${fields.license_key}#`.toLowerCase();
      expect(verifies(v1, license_signature)).toBe(true);
      // Signed as a request is, with the date of the answer.
      const request = offlineRequest(world.apiKey, { ...fields, date: body.date });
      expect(body.offline_signature).toBe(request['signature']);
    });

    it('gives the license as a file to those who accept text', async () => {
      const { fields } = await device();
      const text = file(fields);
      const headers = [
        ...signedHeaders(world.apiKey, date()),
        ['Content-Type', 'text/plain'],
      ] as const;
      const get = (accept: string) =>
        http(world.server.url + PATH.activateOffline, {
          method: 'POST',
          headers: [...headers, ['Accept', accept]],
          body: text,
        });
      const { status, headers: got, bytes, text: base64 } = await get('text/plain');
      expect({ status, type: got['content-type'] }).toEqual({
        status: 200,
        type: 'text/plain; charset=utf-8',
      });
      expect(got['vary']).toMatch(/Accept/);
      expect(isSigned(world.server, bytes, got['licensesignature'])).toBe(true);
      const { bytes: json } = await send(text);
      expect(Buffer.from(base64, 'base64').toString()).toBe(json.toString());
      for (const accept of ['*/*', 'application/json;charset=utf-8', 'image/png']) {
        const one = await get(accept);
        expect(one.headers['content-type']).toBe('application/json; charset=utf-8');
        expect(one.text).toBe(json.toString());
      }
    });

    it('keeps the seat of a device that is active', async () => {
      const { id, fields } = await device({ max_activations: 1 });
      await world.client.call('activateLicense', { body: fields });
      expect((await send(file(fields))).body.times_activated).toBe(1);
      expect(await seats(id)).toBe(1);
      const other = file({ ...fields, hardware_id: 'another' });
      expect(await code(other)).toBe('license_activated_max_times');
    });

    it.each([
      ['license_not_enabled', { enabled: false }],
      ['license_expired', { license_type: 'time-limited', valid_until: new Date(0) }],
      ['trial_expired', { is_trial: true, valid_until: new Date(0) }],
      ['license_not_started', { starts_at: new Date('2100-01-01') }],
      ['offline_activation_not_allowed', { allow_offline_activation: false }],
      ['offline_activation_not_allowed', { license_type: 'subscription' }],
    ] as const)('refuses with %s: %j', async (expected, over) => {
      const { id, fields } = await device(over);
      expect(await code(file(fields))).toBe(expected);
      expect(await seats(id)).toBe(0);
    });

    it('refuses a blacklisted device, the limit of a user, and a transfer too many', async () => {
      const { fields } = await device({ max_activations: 1, max_transfers: 1 });
      const first = await send(file(fields));
      await updateRow(world.server, 'devices', first.body.device_id, { blacklisted: 1 });
      expect(await code(file(fields))).toBe('blacklisted');
      const moving = await device({ max_activations: 1, allow_transfers: false });
      await send(file(moving.fields));
      await send(file({ ...moving.fields, request: 'deactivation' }), 'deactivateOffline');
      const other = file({ ...moving.fields, hardware_id: 'another' });
      expect(await code(other)).toBe('license_transferred_max_times');
      const person = await newPerson(world);
      const product = await world.make.product();
      const user = { product: product.code, username: person.email, password: person.password };
      await world.make.license({
        product_id: product.id,
        userId: person.id,
        userMaxActivations: 1,
      });
      await send(file({ ...user, hardware_id: 'one' }));
      expect(await code(file({ ...user, hardware_id: 'two' }))).toBe(
        'licenseUserActivatedMaxTimes',
      );
    });

    it('takes another license of the user when the newest allows no offline activation', async () => {
      const { id: product_id, code: product } = await world.make.product();
      const person = await newPerson(world);
      const of = { product_id, userId: person.id };
      const old = await world.make.license({ ...of, createdAt: new Date(0) });
      await world.make.license({ ...of, allow_offline_activation: false });
      const user = { product, username: person.email, password: person.password };
      expect((await send(file({ ...user, hardware_id: 'a' }))).body.id).toBe(old.id);
    });

    it('refuses virtual machines where the product does', async () => {
      const { id: product_id, code: product } = await world.make.product({
        authorization_method: 'license-key',
        refuse_vm: true,
      });
      const license_key = randomUUID().toUpperCase();
      await world.make.license({ product_id, license_key });
      const fields = { product, license_key, hardware_id: 'vm' };
      expect(await code(file({ ...fields, is_vm: true }))).toBe('vm_not_allowed');
      expect((await send(file({ ...fields, is_vm: false }))).status).toBe(200);
    });
  });

  describe('a request file', () => {
    it.each(vectors)('is accepted as published: $note', async (vector) => {
      const request = JSON.parse(vector.request) as Record<string, string>;
      const { api_key = '', date: made = '', product = '', username, license_key } = request;
      const { shared_key } = vector;
      const now = new Date(Date.parse(made) + DAY);
      await withWorld({ now }, async ({ make, client }) => {
        await make.apiKey({ api_key, shared_key });
        const isUser = username !== undefined;
        const { id: product_id } = await make.product({
          code: product,
          authorization_method: isUser ? 'user' : 'license-key',
        });
        const user = isUser
          ? {
              userId: (await make.user({ email: username, password: request['password'] ?? '' }))
                .id,
            }
          : { license_key: license_key ?? '' };
        await make.license({ product_id, ...user });
        const { signature = '' } = vector;
        const text = (inner: string, outer = signature) =>
          toBase64(vector.schema === 1 ? inner : `{"request":${inner},"signature":"${outer}"}`);
        const send_ = (rawBody: string) =>
          client.call('activateOffline', { rawBody, contentType: 'text/plain' });
        const changed = vector.request.replace('-', '+');
        expect((await send_(text(changed))).status).toBe(401);
        if (vector.schema === 2) {
          expect((await send_(text(vector.request, 'a'.repeat(64)))).status).toBe(401);
          expect((await send_(text(vector.request, signature.toUpperCase()))).status).toBe(401);
        }
        expect((await send_(text(vector.request))).body).toMatchObject({ times_activated: 1 });
      });
    });

    /** How the file of a schema 2 may have been written again on its way. */
    const REWRITTEN: Record<string, (json: string) => string> = {
      'white space': (json) => JSON.stringify(JSON.parse(json), null, 2),
      'escaped characters': (json) =>
        JSON.stringify(JSON.parse(json)).replace(/[\u0080-\uffff]/g, (letter) => {
          return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
        }),
    };
    it.each(Object.keys(REWRITTEN))(
      'is accepted with %s that the device did not write',
      async (name) => {
        const { fields } = await device();
        const request = offlineRequest(world.apiKey, {
          date: date(),
          ...fields,
          hostname: 'Büro "1" ☃',
        });
        const content = nested(world.apiKey, JSON.stringify(request));
        expect((await send(toBase64(REWRITTEN[name]?.(content) ?? ''))).status).toBe(200);
      },
    );

    it('is accepted when its outer signature is over escaped characters, and white space was added', async () => {
      const { fields } = await device();
      const request = offlineRequest(world.apiKey, { date: date(), ...fields, hostname: 'Büro' });
      const escaped = JSON.stringify(request).replace('ü', '\\u00fc');
      const content = nested(world.apiKey, escaped).replaceAll('":', '" : ');
      expect((await send(toBase64(content))).status).toBe(200);
    });

    it.each([
      ['a plain file', 'text/plain', (text: string) => text],
      ['with a charset', 'text/plain; charset=utf-8', (text: string) => text],
      ['without a type', null, (text: string) => text],
      ['as JSON type', 'application/json', (text: string) => text],
      ['a JSON string', 'application/json; charset=utf-8', (text: string) => JSON.stringify(text)],
      ['with line breaks', 'text/plain', (text: string) => `${text.replace(/.{76}/g, '$&\r\n')}\n`],
      ['with a byte order mark', 'text/plain', (text: string) => `\ufeff${text}`],
    ])('is read %s', async (_, contentType, write) => {
      const { fields } = await device();
      const rawBody = write(file(fields));
      const { status } = await world.client.call('activateOffline', { rawBody, contentType });
      expect(status).toBe(200);
    });

    const BOUNDARY = '----a-boundary';
    const part = (name: string, value: string, more = '') =>
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
    const form = (...parts: string[]) => ({
      rawBody: `${parts.join('')}--${BOUNDARY}--\r\n`,
      contentType: `multipart/form-data; boundary=${BOUNDARY}`,
    });

    it('is read from a form', async () => {
      const { fields } = await device();
      const text = file(fields);
      const named = '; filename="ls_activation.req"';
      const calls = [
        form(part('comment', 'x'), part('file', text, named)),
        form(part('file', text)),
        form(part('file', text, `${named}\r\nContent-Type: application/octet-stream`)),
      ];
      for (const call of calls) {
        expect((await world.client.call('activateOffline', call)).status).toBe(200);
      }
      const refused = async (call: ReturnType<typeof form>) =>
        (await world.client.refused('activateOffline', call)).code;
      expect(await refused(form())).toBe('missing_parameters');
      expect(await refused(form(part('other', text, named)))).toBe('missing_parameters');
      expect(await refused(form(part('file', text, named), part('file', text, named)))).toBe(
        'validation_error',
      );
      expect(await refused(form(part('file', '', named)))).toBe('missing_content');
      expect(await refused({ ...form(part('file', text)), rawBody: '--nothing' })).toBe(
        'validation_error',
      );
      expect(
        await refused({ ...form(part('file', text)), contentType: 'multipart/form-data' }),
      ).toBe('validation_error');
    });

    it.each([
      ['an image', 'image/png', 415],
      ['a form without a file', 'application/x-www-form-urlencoded', 415],
    ])('is not read as %s', async (_, contentType, status) => {
      const { fields } = await device();
      const refused = await world.client.refused('activateOffline', {
        rawBody: file(fields),
        contentType,
      });
      expect(refused.status).toBe(status);
    });

    const json = (value: unknown) => toBase64(JSON.stringify(value));
    const BROKEN: [string, () => Promise<string> | string, string][] = [
      ['nothing', () => '', 'missing_content'],
      ['white space', () => ' \r\n', 'missing_content'],
      ['no Base64', () => 'hardware_id=a', 'authorization_missing_params'],
      [
        'an object that is not encoded',
        () => '{"hardware_id":"a"}',
        'authorization_missing_params',
      ],
      [
        'Base64 for URLs',
        () => toBase64('{"a":"???>>>"}').replace(/[/+]/g, '_'),
        'authorization_missing_params',
      ],
      ['text', () => toBase64('hardware_id=a'), 'invalid_json'],
      ['bytes', () => Buffer.from([0xff, 0xfe]).toString('base64'), 'invalid_json'],
      ['a property twice', () => toBase64('{"date":"a","date":"b"}'), 'invalid_json'],
      ['a list', () => json([]), 'validation_error'],
      ['a text inside', () => json('text'), 'validation_error'],
      ['an empty object', () => json({}), 'authorization_missing_params'],
      [
        'an empty request',
        () => json({ request: {}, signature: 'a' }),
        'authorization_missing_params',
      ],
      [
        'a number as outer signature',
        async () => altered({}, { signature: 5 }),
        'validation_error',
      ],
      [
        'no outer signature',
        async () => altered({}, { signature: undefined }),
        'authorization_missing_params',
      ],
      ['no date', async () => altered({ date: '' }), 'authorization_missing_params'],
      ['no signature', async () => altered({ signature: null }), 'authorization_missing_params'],
      ['no API key', async () => altered({ api_key: undefined }), 'authorization_missing_params'],
      [
        'no device',
        async () => altered({ hardware_id: undefined }),
        'authorization_missing_params',
      ],
      [
        'no holder',
        async () => altered({ license_key: undefined }),
        'authorization_missing_params',
      ],
      ['no product', async () => altered({ product: undefined }), 'missing_parameters'],
      ['a number as device', async () => altered({ hardware_id: 5 }), 'validation_error'],
      ['a list as date', async () => altered({ date: ['a'] }), 'validation_error'],
      ['a long ID', async () => altered({ request_id: 'x'.repeat(129) }), 'validation_error'],
      [
        'two holders',
        async () => file({ ...(await device()).fields, username: 'a@b.test' }),
        'validation_error',
      ],
      ['an unknown API key', async () => altered({ api_key: randomUUID() }), 'invalid_api_key'],
      ['another device', async () => altered({ hardware_id: 'another' }), 'signature_mismatch'],
      ['another holder', async () => altered({ license_key: 'ANOTHER' }), 'signature_mismatch'],
      ['another date', async () => altered({ date: date(1_000) }), 'signature_mismatch'],
      ['another host name', async () => altered({ hostname: 'another' }), 'signature_mismatch'],
      ['one variable more', async () => altered({ variables: { a: 1 } }), 'signature_mismatch'],
      [
        'another outer signature',
        async () => altered({}, { signature: '0'.repeat(64) }),
        'signature_mismatch',
      ],
      ['the outer signature removed', async () => altered({}, 'inner'), 'signature_mismatch'],
      [
        'another request',
        async () => file({ ...(await device()).fields, request: 'deactivation' }),
        'validation_error',
      ],
      [
        'no known request',
        async () => file({ ...(await device()).fields, request: 'check' }),
        'validation_error',
      ],
      [
        'a later schema',
        async () => file({ ...(await device()).fields, schema_version: 3 }),
        'offline_schema_not_supported',
      ],
      [
        'no HTTP date',
        async () => file({ ...(await device()).fields, date: '2026-01-01' }),
        'offline_date_not_valid',
      ],
      [
        'a date 91 days ago',
        async () => file({ ...(await device()).fields, date: date(-91 * DAY) }),
        'offline_date_not_valid',
      ],
      [
        'a date in two days',
        async () => file({ ...(await device()).fields, date: date(2 * DAY) }),
        'offline_date_not_valid',
      ],
      [
        'an unknown product',
        async () => file({ ...(await device()).fields, product: 'nothing' }),
        'unknown_product',
      ],
      [
        'another product',
        async () => file({ ...(await device()).fields, product: world.product.code }),
        'license_not_found',
      ],
      [
        'an unknown license',
        async () => file({ ...(await device()).fields, license_key: 'AAAA' }),
        'license_not_found',
      ],
      [
        'a license of another ID',
        async () => file({ ...(await device()).fields, license_id: 5 }),
        'license_not_found',
      ],
    ];

    /** A right file, changed after it was signed. @param over 'inner' for its request alone */
    async function altered(change: Fields, over: Fields | 'inner' = {}): Promise<string> {
      const { fields } = await device();
      const content = Buffer.from(file(fields), 'base64').toString();
      const { request, ...outer } = JSON.parse(content) as { request: Fields };
      const changed = { ...request, ...change };
      return json(over === 'inner' ? changed : { request: changed, ...outer, ...over });
    }

    it.each(BROKEN)('is refused with %s', async (_, make, expected) => {
      const text = await make();
      const before = await stored();
      expect(await code(text)).toBe(expected);
      expect(await stored()).toEqual(before);
    });

    it('is accepted for 90 days, with a clock that is up to a day ahead', async () => {
      for (const difference of [-90 * DAY + 60_000, DAY - 60_000]) {
        const { fields } = await device();
        expect((await send(file({ ...fields, date: date(difference) }))).status).toBe(200);
      }
    });

    it('is refused with 70,000 bytes and with 11 million', async () => {
      for (const length of [70_000, 11_000_000]) {
        expect(await code('A'.repeat(length))).toBe('payload_too_large');
      }
    });

    it('is refused when its API key was revoked, is read-only or may not use the product', async () => {
      const { fields } = await device();
      const by = async (over: Parameters<typeof world.make.apiKey>[0]) =>
        code(offlineFile(await world.make.apiKey(over), { date: date(), ...fields }));
      expect(await by({ revoked_at: new Date() })).toBe('revoked_api_key');
      expect(await by({ read_only: true })).toBe('read_only_api_key');
      expect(await by({ product_ids: [world.product.id] })).toBe('api_key_product_not_allowed');
    });

    it.each([1, 2] as const)(
      'of schema %i is accepted when an OAuth client signed it, also with an old secret',
      async (schema) => {
        const client = await world.make.oauthClient();
        const rotated = await rotate(client);
        for (const signer of [client, rotated]) {
          const { fields } = await device();
          const text = offlineFile(signer, { date: date(), ...fields }, schema);
          const { body } = await send(text);
          const { offline_signature: signature, date: answered } = body;
          // The answer is signed with the secret that signed the request.
          const { signature: expected } = offlineRequest(signer, { ...fields, date: answered });
          expect(signature).toBe(expected);
          expect((await send(text)).body).toEqual(body);
        }
      },
    );

    it('is refused when its OAuth client is not known, revoked, or did not sign it', async () => {
      const client = await world.make.oauthClient();
      const { id, fields } = await device();
      const by = (signer: Parameters<typeof offlineFile>[0], over: Fields = {}) =>
        code(offlineFile(signer, { date: date(), ...fields, ...over }));
      expect(await by({ ...client, client_secret: 'wrong' })).toBe('signature_mismatch');
      expect(await by({ ...client, client_id: 'auth-company-1' })).toBe('invalid_api_key');
      expect(await by(await world.make.oauthClient({ revoked_at: new Date() }))).toBe(
        'revoked_api_key',
      );
      expect(await by(await world.make.oauthClient({ read_only: true }))).toBe('read_only_api_key');
      expect(await by(client, { api_key: world.apiKey.api_key })).toBe('validation_error');
      const old = { ...client };
      await rotate(client, 0);
      expect(await by(old)).toBe('signature_mismatch');
      expect(await seats(id)).toBe(0);
    });

    it('is about no license that is out of the scope of what signed or sent it', async () => {
      const { id: own, fields } = await device();
      const { id: other } = await device();
      const mine = await world.make.oauthClient({ license_id: own });
      const foreign = await world.make.oauthClient({ license_id: other });
      const by = (signer: Parameters<typeof offlineFile>[0]) =>
        offlineFile(signer, { date: date(), ...fields });
      const sender = await createTokenClient(world.server, foreign);
      expect(await code(by(foreign))).toBe('license_not_found');
      for (const signer of [world.apiKey, mine]) {
        expect(await code(by(signer), 'activateOffline', sender)).toBe('license_not_found');
      }
      expect(await seats(own)).toBe(0);
      expect((await send(by(mine))).status).toBe(200);
      const self = await createTokenClient(world.server, mine);
      const call = { rawBody: by(mine), contentType: 'text/plain' };
      expect((await self.call('activateOffline', call)).status).toBe(200);
    });

    it('that an API key signed is refused where OAuth is required', async () => {
      await withWorld({ env: { LATCHKEY_REQUIRE_OAUTH: 'on' } }, async (strict) => {
        const client = await strict.make.oauthClient();
        const api = await createTokenClient(strict.server, client);
        const { fields } = await newKeyLicense(strict);
        const made = strict.server.clock.now().toUTCString();
        const sent = async (signer: Parameters<typeof offlineFile>[0]) => {
          const request = { ...fields, hardware_id: randomUUID(), date: made };
          const rawBody = offlineFile(signer, request);
          const { status, body } = await api.call('activateOffline', {
            rawBody,
            contentType: 'text/plain',
          });
          return status === 200 ? 'ok' : body['code'];
        };
        expect(await sent(strict.apiKey)).toBe('oauth_required');
        expect(await sent(client)).toBe('ok');
      });
    });

    /** @returns the client with its new secret */
    async function rotate(client: OAuthCredentials & { id: number }, hours = 24) {
      const { store, clock } = world.server;
      const before = await store.oauthClients.find(client.id);
      if (before === undefined) throw new Error('no client');
      const now = clock.now();
      const client_secret = randomUUID();
      const oldExpireAt = new Date(now.getTime() + hours * 3_600_000);
      await store.oauthClients.addSecret(before, client_secret, { now, oldExpireAt });
      await untilKnownEverywhere();
      return { ...client, client_secret };
    }

    it('may be sent with another API key than the one that signed it', async () => {
      const { id, fields } = await device();
      const sender = async (over: Parameters<typeof world.make.apiKey>[0]) =>
        createClient(world.server, await world.make.apiKey(over));
      const text = file(fields);
      const refused = async (over: Parameters<typeof world.make.apiKey>[0]) =>
        code(text, 'activateOffline', await sender(over));
      expect(await refused({ product_ids: [world.product.id] })).toBe(
        'api_key_product_not_allowed',
      );
      expect(await refused({ read_only: true })).toBe('read_only_api_key');
      expect(await seats(id)).toBe(0);
      const call = { rawBody: text, contentType: 'text/plain' };
      expect((await (await sender({})).call('activateOffline', call)).status).toBe(200);
    });
  });

  describe('a request file that is sent again', () => {
    it.each([1, 2] as const)('gets the same answer: schema %i', async (schema) => {
      for (const request_id of [randomUUID(), undefined]) {
        const { id, fields } = await device();
        const text = file({ ...fields, request_id }, schema);
        const first = await send(text);
        await world.client.call('deactivateLicense', { body: fields });
        world.server.clock.advance(60_000);
        const again = await send(text);
        world.server.clock.advance(-60_000);
        expect(again.bytes.toString()).toBe(first.bytes.toString());
        // The answer was given before, and the device stays deactivated.
        expect(await seats(id)).toBe(0);
      }
    });

    it('gets the same answer when the license has been disabled since', async () => {
      const { id, fields } = await device();
      const text = file(fields);
      const first = await send(text);
      await updateRow(world.server, 'licenses', id, { enabled: 0 });
      expect((await send(text)).bytes.toString()).toBe(first.bytes.toString());
      expect(await code(file(fields))).toBe('license_not_enabled');
    });

    it('is carried out when it was refused before', async () => {
      const { id, fields } = await device({ enabled: false });
      const text = file(fields);
      expect(await code(text)).toBe('license_not_enabled');
      await updateRow(world.server, 'licenses', id, { enabled: 1 });
      expect((await send(text)).body.times_activated).toBe(1);
    });

    it('is refused with another content', async () => {
      const { id, fields } = await device();
      const request_id = randomUUID();
      await send(file({ ...fields, request_id }));
      expect(await code(file({ ...fields, request_id, hostname: 'b' }))).toBe(
        'offline_request_used',
      );
      const other = { ...fields, hardware_id: 'another', request_id };
      expect(await code(file(other))).toBe('offline_request_used');
      expect(await code(file({ ...fields, hostname: 'b', request_id }, 1))).toBe(
        'offline_request_used',
      );
      expect(await seats(id)).toBe(1);
    });

    it('may have the ID that a file of another API key, or for a deactivation, has', async () => {
      const request_id = randomUUID();
      const one = await device();
      await send(file({ ...one.fields, request_id }));
      const two = await device();
      const other = await world.make.apiKey();
      const text = offlineFile(other, { date: date(), ...two.fields, request_id });
      expect((await send(text)).body.id).toBe(two.id);
      const { status } = await send(file({ ...one.fields, request_id }), 'deactivateOffline');
      expect(status).toBe(200);
    });

    it('takes one seat, and gets one answer, when it arrives 50 times at once', async () => {
      const { id, fields } = await device({ max_activations: 3 });
      const text = file(fields);
      const answers = await Promise.all(Array.from({ length: 50 }, () => send(text)));
      expect(new Set(answers.map(({ bytes }) => bytes.toString())).size).toBe(1);
      expect(answers[0]?.body.times_activated).toBe(1);
      expect(await seats(id)).toBe(1);
    });

    it('takes no seat too many when 20 devices want 3 at once', async () => {
      const { id, fields } = await device({ max_activations: 3 });
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          send(file({ ...fields, hardware_id: `device ${index}` })),
        ),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
      expect(await seats(id)).toBe(3);
    });
  });

  describe('offline deactivation', () => {
    const deactivate = (fields: Fields, schema: 1 | 2 = 2) =>
      send<string>(file({ ...fields, request: 'deactivation' }, schema), 'deactivateOffline');
    const refused = (fields: Fields, schema: 1 | 2 = 2) =>
      code(file({ ...fields, request: 'deactivation' }, schema), 'deactivateOffline');

    it.each([1, 2] as const)('frees the seat with a file of schema %i', async (schema) => {
      const { id, fields } = await device({ max_activations: 1 });
      await send(file(fields, schema));
      const { body, bytes } = await deactivate(fields, schema);
      expect({ body, text: bytes.toString() }).toEqual({
        body: 'license_deactivated',
        text: '"license_deactivated"',
      });
      expect(await seats(id)).toBe(0);
      expect((await send(file({ ...fields, hardware_id: 'next' }))).status).toBe(200);
    });

    it('needs no password, and frees no device of another user', async () => {
      const { email: username, password } = world.person;
      const user = { product: world.product.code, username, hardware_id: randomUUID() };
      await send(file({ ...user, password }));
      const other = await newPerson(world);
      await world.server.store.assignments.assign(world.license.id, other.id, null);
      expect(await refused({ ...user, username: other.email })).toBe('device_not_found');
      expect((await deactivate(user)).status).toBe(200);
    });

    it('frees a seat once, whatever arrives at once', async () => {
      const { id, fields } = await device();
      await send(file(fields));
      await send(file({ ...fields, hardware_id: 'another' }));
      const text = file({ ...fields, request: 'deactivation' });
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => send<string>(text, 'deactivateOffline')),
      );
      expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(['license_deactivated']));
      expect(await seats(id)).toBe(1);
      expect(await refused(fields)).toBe('device_not_found');
    });

    it('takes over what the device has counted and stored', async () => {
      const { id, fields } = await device({ license_type: 'consumption', max_consumptions: 10 });
      const { body } = await send(file({ ...fields, variables: { a: 1, b: 2 } }));
      expect(await refused({ ...fields, consumptions: 11 })).toBe(
        'license_not_enough_consumptions',
      );
      expect(await refused({ ...fields, consumptions: -1 })).toBe(
        'negative_consumptions_not_allowed',
      );
      expect(await seats(id)).toBe(1);
      const text = file({ ...fields, consumptions: '7', variables: { b: 3 }, app_ver: '2' });
      for (let times = 0; times < 2; times += 1) await send(text, 'deactivateOffline');
      expect((await world.server.store.licenses.find(id))?.total_consumptions).toBe(7);
      expect(await storedDevice(world.server, body.device_id)).toEqual({
        fields: { app_ver: '2' },
        variables: { a: 1, b: 3 },
      });
    });

    it('counts nothing of a license that does not count its use', async () => {
      const { id, fields } = await device();
      await send(file(fields));
      expect((await deactivate({ ...fields, consumptions: 7 })).status).toBe(200);
      const license = await world.server.store.licenses.find(id);
      expect(license).toMatchObject({ total_consumptions: 0, times_activated: 0 });
    });

    it('is refused for a product that is unknown or disabled, and not for an archived one', async () => {
      const { make, server } = world;
      const method = { authorization_method: 'license-key' } as const;
      const keyProduct = await make.product(method);
      const { fields } = await newKeyLicense({ make, keyProduct });
      const named = { ...fields, hardware_id: randomUUID() };
      await send(file(named));
      expect(await refused({ ...named, product: 'none' })).toBe('unknown_product');
      await updateRow(server, 'products', keyProduct.id, { enabled: false });
      expect(await refused(named)).toBe('disabled_product');
      await updateRow(server, 'products', keyProduct.id, { enabled: true, archived: true });
      expect((await deactivate(named)).status).toBe(200);
    });

    it('is refused with a file that was made before that of the activation', async () => {
      const { id, fields } = await device();
      await send(file({ ...fields, date: date(-DAY) }));
      const early = { ...fields, date: date(-2 * DAY) };
      expect(await refused(early)).toBe('offline_date_not_valid');
      // Activated again since: what was prepared before is old.
      const prepared = { ...fields, date: date(-DAY / 2) };
      await send(file({ ...fields, date: date(-1_000) }));
      expect(await refused(prepared)).toBe('offline_date_not_valid');
      // The latest file counts, also when an earlier one arrives after it.
      await send(file({ ...fields, date: date(-DAY) }));
      expect(await refused(prepared)).toBe('offline_date_not_valid');
      expect(await seats(id)).toBe(1);
      expect((await deactivate(fields)).status).toBe(200);
    });

    it('is refused with a file of an earlier schema than that of the activation', async () => {
      const { id, fields } = await device();
      await send(file(fields, 2));
      expect(await refused(fields, 1)).toBe('offline_schema_not_supported');
      expect(await seats(id)).toBe(1);
      const old = await device();
      await send(file(old.fields, 1));
      expect((await deactivate(old.fields, 2)).status).toBe(200);
    });

    it('works for a device that was activated without a file', async () => {
      const { fields } = await device({ allow_offline_activation: false });
      await world.client.call('activateLicense', { body: fields });
      expect((await deactivate({ ...fields, date: date(-80 * DAY) }, 1)).status).toBe(200);
    });

    it('is refused with the file of an activation', async () => {
      const { fields } = await device();
      const text = file({ ...fields, request: 'activation' });
      await send(text);
      expect(await code(text, 'deactivateOffline')).toBe('validation_error');
    });
  });

  describe('the audit log of offline activations', () => {
    it('names what was done and refused, without a password', async () => {
      const { id, fields } = await device({ max_activations: 1 });
      const text = file(fields);
      await send(text);
      await send(text);
      await code(file({ ...fields, hardware_id: 'another' }));
      await send(file({ ...fields, consumptions: 3 }), 'deactivateOffline');
      const { items } = await world.server.store.audit.list({ subjectId: id }, { limit: 10 });
      expect(items.map(({ action, outcome, code: why }) => [action, outcome, why])).toEqual([
        ['deactivateOffline', 'done', undefined],
        ['activateOffline', 'refused', 'license_activated_max_times'],
        ['activateOffline', 'done', undefined],
      ]);
      expect(items[0]).toMatchObject({
        about: { licenseKey: fields.license_key, product: fields.product },
        detail: { schema: 2, consumptions: 3 },
      });
    });
  });

  it('a setting can require schema 2, and another number of days', async () => {
    const env = { LATCHKEY_OFFLINE_SCHEMA: '2', LATCHKEY_OFFLINE_MAX_AGE: '7' };
    await withWorld({ env }, async (strict) => {
      const { fields } = await newKeyLicense(strict);
      const made = (days: number, schema: 1 | 2) => {
        const at = new Date(strict.server.clock.now().getTime() - days * DAY).toUTCString();
        const all = { ...fields, hardware_id: 'a', date: at };
        const rawBody = offlineFile(strict.apiKey, all, schema);
        return strict.client.call('activateOffline', { rawBody, contentType: 'text/plain' });
      };
      expect((await made(1, 1)).body['code']).toBe('offline_schema_not_supported');
      expect((await made(8, 2)).body['code']).toBe('offline_date_not_valid');
      expect((await made(6, 2)).status).toBe(200);
    });
  });

  it('wrong license keys in request files are counted as guesses', async () => {
    await withWorld({ env: { LATCHKEY_RATE_LIMITS: 'guess=2' } }, async (limited) => {
      const fields = { product: limited.keyProduct.code, hardware_id: 'a' };
      const at = limited.server.clock.now().toUTCString();
      const guess = async () => {
        const all = { ...fields, license_key: randomUUID(), date: at };
        const rawBody = offlineFile(limited.apiKey, all);
        const call = { rawBody, contentType: 'text/plain' };
        return (await limited.client.refused('activateOffline', call)).code;
      };
      const codes = [await guess(), await guess(), await guess()];
      expect(codes).toEqual(['license_not_found', 'license_not_found', 'too_many_requests']);
    });
  });

  it('answers are deleted when their files would be refused anyway', async () => {
    const { fields } = await device();
    const text = file(fields);
    await send(text);
    const { cleanUp } = await import('../../../src/jobs/clean-up.ts');
    await later(world.server, 89 * DAY, async () => {
      await cleanUp(world.server.deps);
      expect((await send(text)).status).toBe(200);
    });
    await later(world.server, 91 * DAY, async () => {
      expect(await code(text)).toBe('offline_date_not_valid');
      await cleanUp(world.server.deps);
    });
  });
});
