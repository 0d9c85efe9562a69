import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Call } from '../../support/client.ts';
import {
  applicationOperations,
  type DeclaredOperation,
  exampleBody,
  operationOf,
  optionalParameters,
  requiredParameters,
} from '../../support/contract.ts';
import {
  createWorld,
  goodCall,
  newKeyLicense,
  storedDevice,
  withFields,
  type World,
} from '../world.ts';

/** What is named when nothing is sent. */
const REQUIRED = applicationOperations
  .map((operation) => [operation.operationId, requiredParameters(operation).join(', ')] as const)
  .filter(([, names]) => names !== '');

/** Who is acting: what is named when nothing of it is sent. */
const WAYS = [
  ['activateLicense', 'one of license_key, username, id_token, code'],
  ['deactivateLicense', 'one of license_key, username, id_token, code'],
  ['activateBundle', 'one of license_key, username, id_token, code'],
  ['deactivateBundle', 'one of license_key, username, id_token, code'],
  ['checkBundle', 'one of license_key, username'],
  ['checkLicense', 'one of license_key, username'],
  ['listUserLicenses', 'one of username, id_token, code'],
  ['checkLicenseFeature', 'one of license_key, username'],
  ['addConsumption', 'one of license_key, username'],
  ['addFeatureConsumption', 'one of license_key, username'],
  ['releaseSlot', 'one of license_key, username'],
  ['releaseFeatureSlot', 'one of license_key, username'],
  ['borrowFeatureSlot', 'one of license_key, username, id_token, code'],
  ['borrowSlot', 'one of license_key, username, id_token, code'],
  ['trackDeviceVariables', 'one of license_key, username'],
  ['getDeviceVariables', 'one of license_key, username'],
] as const;

const long = (length: number) => 'x'.repeat(length);

/** Operation, a field that does not fit, and what the refusal says of it. */
const INVALID: [string, Record<string, unknown>, string][] = [
  ['getSsoUrl', { response_type: 'id' }, 'query.response_type must be one of code, token'],
  ['getSsoUrl', { product: '' }, 'query.product must NOT have fewer than 1 characters'],
  ['getSsoUrl', { product: long(129) }, 'query.product must NOT have more than 128 characters'],
  ['getSsoUrl', { customer_account_code: '' }, 'query.customer_account_code must NOT have fewer'],
  ['getSsoUrl', { redirect_uri: long(2_049) }, 'query.redirect_uri must NOT have more than 2048'],
  ['getSsoUrl', { state: long(1_025) }, 'query.state must NOT have more than 1024'],
  ['getSsoUrl', { code_challenge: long(42) }, 'query.code_challenge must have the form of'],
  [
    'getSsoUrl',
    { code_challenge_method: 'plain' },
    'query.code_challenge_method must be one of S256',
  ],
  ['getSsoUrl', { login_hint: long(321) }, 'query.login_hint must NOT have more than 320'],
  ['activateLicense', { hardware_id: 5 }, 'body.hardware_id must be string'],
  ['activateLicense', { hardware_id: null }, 'body.hardware_id must be string'],
  [
    'activateLicense',
    { hardware_id: '' },
    'body.hardware_id must NOT have fewer than 1 characters',
  ],
  ['activateLicense', { hardware_id: long(257) }, 'body.hardware_id must NOT have more than 256'],
  ['activateLicense', { product: ['demo'] }, 'body.product must be string'],
  ['activateLicense', { license_id: '12x' }, 'body.license_id must be integer'],
  ['activateLicense', { license_id: '1.5' }, 'body.license_id must be integer'],
  ['activateLicense', { license_id: 1.5 }, 'body.license_id must be integer'],
  ['activateLicense', { license_id: 0 }, 'body.license_id must be >= 1'],
  ['activateLicense', { license_id: 2 ** 53 }, 'body.license_id must be <= 9007199254740991'],
  ['activateLicense', { license_key: {} }, 'body.license_key must be string'],
  ['activateLicense', { id_token: long(8_193) }, 'body.id_token must NOT have more than 8192'],
  ['activateLicense', { code: long(513) }, 'body.code must NOT have more than 512'],
  ['activateLicense', { code_verifier: long(42) }, 'body.code_verifier must have the form of'],
  ['activateLicense', { is_vm: 'yes' }, 'body.is_vm must be boolean'],
  ['activateLicense', { is_vm: 2 }, 'body.is_vm must be boolean'],
  ['activateLicense', { hostname: long(513) }, 'body.hostname must NOT have more than 512'],
  ['activateLicense', { variables: [] }, 'body.variables must be object'],
  [
    'activateLicense',
    { variables: { a: {} } },
    'body.variables.a must be string or number or boolean',
  ],
  [
    'activateLicense',
    { variables: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`v${i}`, i])) },
    'body.variables must NOT have more than 64 properties',
  ],
  ['activateLicense', { bundle_code: long(129) }, 'body.bundle_code must NOT have more than 128'],
  ['activateBundle', { hardware_id: 5 }, 'body.hardware_id must be string'],
  ['activateBundle', { license_id: 'x' }, 'body.license_id must be integer'],
  ['deactivateBundle', { consumptions: 1.5 }, 'body.consumptions must be integer'],
  ['checkBundle', { license_id: 'abc' }, 'query.license_id must be integer'],
  ['deactivateLicense', { hardware_id: true }, 'body.hardware_id must be string'],
  ['deactivateLicense', { license_id: true }, 'body.license_id must be integer'],
  ['deactivateLicense', { username: 5 }, 'body.username must be string'],
  ['checkLicense', { license_id: 'abc' }, 'query.license_id must be integer'],
  ['checkLicense', { include_expired_features: 'all' }, 'query.include_expired_features must be'],
  ['checkLicenseFeature', { feature: long(129) }, 'query.feature must NOT have more than 128'],
  ['addFeatureConsumption', { feature: 5 }, 'body.feature must be string'],
  ['addFeatureConsumption', { consumptions: 'many' }, 'body.consumptions must be integer'],
  ['addConsumption', { event: [] }, 'body.event must NOT have fewer than 1 items'],
  ['addConsumption', { event: ['consumption_add', 'consumption_add'] }, 'body.event must NOT have'],
  ['addConsumption', { event: ['sync'] }, 'body.event.0 must be one of consumption_add, offline_'],
  ['addConsumption', { event: 'consumption_add' }, 'body.event must be array'],
  ['addFeatureConsumption', { event: ['sync'] }, 'body.event.0 must be one of consumption_add'],
  ['checkLicense', { license_id: 0 }, 'query.license_id must be >= 1'],
  ['checkLicense', { is_vm: 'maybe' }, 'query.is_vm must be boolean'],
  ['checkLicense', { hardware_id: long(257) }, 'query.hardware_id must NOT have more than 256'],
  ['checkLicense', { ip: long(513) }, 'query.ip must NOT have more than 512'],
  ['listUserLicenses', { code_verifier: 'short' }, 'query.code_verifier must have the form of'],
  [
    'getProductDetails',
    { include_custom_fields: 'maybe' },
    'query.include_custom_fields must be boolean',
  ],
];

/** What the operations say of parameters that are missing or do not fit. */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.server.close());

  /** A request with these fields, and with the contract's example of other required ones. */
  const fields = (operationId: string, some: Record<string, string>): Call => {
    const operation = operationOf(operationId);
    if (operation.requestBody === undefined) return { query: some };
    const { variables } = exampleBody(operation) ?? {};
    return { body: { ...some, variables } };
  };

  describe('missing parameters', () => {
    it.each(REQUIRED)(
      'get an error from %s with all their names: %s',
      async (operationId, names) => {
        const { code, message } = await world.client.refused(operationId);
        expect(code).toBe('missing_parameters');
        expect(message).toBe(`Some parameters are missing in the request: ${names}`);
      },
    );

    it.each(REQUIRED)('get an error from %s before invalid ones', async (operationId) => {
      const call = fields(operationId, { hostname: long(600), response_type: 'id', code: '' });
      expect((await world.client.refused(operationId, call)).code).toBe('missing_parameters');
    });

    it.each(WAYS)('that say who is acting are required by %s: %s', async (operationId, ways) => {
      const device = { product: world.product.code, hardware_id: 'device' };
      const more = { feature: 'ocr', borrowed_until: '2027-01-01' };
      const call = fields(operationId, { ...device, ...more });
      const { code, message } = await world.client.refused(operationId, call);
      expect(code).toBe('missing_parameters');
      expect(message).toBe(`Some parameters are missing in the request: ${ways}`);
    });

    it.each([
      ['activateLicense', { username: 'a@b.test' }, 'password'],
      ['listUserLicenses', { username: 'a@b.test' }, 'password'],
      ['activateLicense', { id_token: 'a' }, 'customer_account_code'],
      ['activateLicense', { code: 'a' }, 'customer_account_code'],
      ['deactivateLicense', { id_token: 'a' }, 'customer_account_code'],
      ['deactivateLicense', { code: 'a' }, 'customer_account_code'],
      ['listUserLicenses', { id_token: 'a' }, 'customer_account_code'],
      ['listUserLicenses', { code: 'a' }, 'customer_account_code'],
      [
        'getSsoUrl',
        { code_challenge: long(43), customer_account_code: 'a' },
        'code_challenge_method',
      ],
      [
        'getSsoUrl',
        { code_challenge_method: 'S256', customer_account_code: 'a' },
        'code_challenge',
      ],
    ])(
      'get an error from %s for %j: %s',
      async (operationId, some: Record<string, string>, name) => {
        const device = operationId === 'getSsoUrl' ? {} : { hardware_id: 'device' };
        const call = fields(operationId, { product: world.product.code, ...device, ...some });
        const { code, message } = await world.client.refused(operationId, call);
        expect(code).toBe('missing_parameters');
        expect(message).toBe(`Some parameters are missing in the request: ${name}`);
      },
    );
  });

  describe('optional parameters that are null or empty', () => {
    const optional = applicationOperations.flatMap((operation) =>
      optionalParameters(operation).map((name) => [operation.operationId, name] as const),
    );

    it.each(optional)('are ignored by %s: an empty %s', async (operationId, name) => {
      const good = await goodCall(world, operationId);
      // What a good call sends is needed there: without it the call is refused in another way.
      if (name in { ...good.query, ...(good.body as object) }) return;
      expect((await world.client.call(operationId, withFields(good, { [name]: '' }))).status).toBe(
        200,
      );
      if (good.body === undefined) return;
      const call = withFields(await goodCall(world, operationId), { [name]: null });
      expect((await world.client.call(operationId, call)).status).toBe(200);
    });

    it.each([
      ['activateLicense', { license_key: '', username: null }, 'one of license_key, username'],
      ['activateLicense', { username: 'a@b.test', password: '' }, 'password'],
      ['listUserLicenses', { username: '', id_token: '' }, 'one of username, id_token, code'],
    ])('are missing for %s when they are required: %j', async (operationId, some, name) => {
      const device = { product: world.product.code, hardware_id: 'device' };
      const call = fields(operationId, { ...device, ...some } as Record<string, string>);
      const { code, message } = await world.client.refused(operationId, call);
      expect(code).toBe('missing_parameters');
      expect(message).toContain(name);
    });
  });

  describe('parameters that an operation does not have', () => {
    const parametersOf = (operation: DeclaredOperation) => [
      ...requiredParameters(operation),
      ...optionalParameters(operation),
    ];
    const names = new Set(applicationOperations.flatMap(parametersOf));
    const lenient = applicationOperations.filter(
      ({ operationId, path }) => path.startsWith('/api/') && operationId !== 'getSsoUrl',
    );

    it.each(lenient.map((operation) => [operation.operationId, operation] as const))(
      'are ignored by %s, whatever they hold',
      async (operationId, operation) => {
        const own = parametersOf(operation);
        const isFile = 'text/plain' in (operation.requestBody?.content ?? {});
        const foreign = isFile
          ? ['id_token', 'code', 'feature', 'borrowed_until']
          : [...names].filter((name) => !own.includes(name));
        const values = operation.method === 'GET' ? [['a', 'b'], '', '\0'] : [{}, 5, '', null];
        // A query has at most 100 parameters.
        const some = [foreign.filter((_, i) => i % 2 === 0), foreign.filter((_, i) => i % 2 === 1)];
        for (const [value, those] of values.flatMap((one) =>
          some.map((half) => [one, half] as const),
        )) {
          const unknown = Object.fromEntries(those.map((name) => [name, value]));
          const call = withFields(await goodCall(world, operationId), unknown);
          const { status, body } = await world.client.call(operationId, call);
          expect({ status, message: body['message'] }).toEqual({ status: 200, message: undefined });
        }
      },
    );

    it('are refused by getSsoUrl alone', async () => {
      const call = withFields(await goodCall(world, 'getSsoUrl'), { hardware_id: 'device' });
      expect((await world.client.refused('getSsoUrl', call)).code).toBe('validation_error');
    });

    it('change nothing: a wrong password where none is read', async () => {
      const { product, person } = world;
      const device = {
        product: product.code,
        username: person.email,
        hardware_id: 'with-password',
      };
      await world.client.call('activateLicense', {
        body: { ...device, password: person.password },
      });
      const query = { ...device, password: 'wrong' };
      expect((await world.client.call('checkLicense', { query })).status).toBe(200);
    });
  });

  describe('texts that the database cannot store unchanged', () => {
    it.each(['a\0', '\ud800', 'a\udc00b'])(
      'are refused in a body, so that two devices do not become one: %j',
      async (hardware_id) => {
        const body = { ...(await newKeyLicense(world)).fields, hardware_id };
        const { code, message } = await world.client.refused('activateLicense', { body });
        expect(code).toBe('validation_error');
        expect(message).toBe('body.hardware_id must be Unicode text without U+0000');
      },
    );

    it.each(['a%00', '%ff', '%fe', '%ED%A0%80', '%C3'])(
      'are refused in a query: %s',
      async (written) => {
        const { product, license_key } = (await newKeyLicense(world)).fields;
        const rawQuery = `product=${product}&license_key=${license_key}&hardware_id=${written}`;
        const { code, message } = await world.client.refused('checkLicense', { rawQuery });
        expect(code).toBe('validation_error');
        expect(message).toMatch(/^query.hardware_id must be Unicode text without U\+0000/);
      },
    );

    it('do not include other scripts and symbols', async () => {
      const { fields: license } = await newKeyLicense(world);
      const device = { ...license, hardware_id: 'プリンタ 🖨️ \u{10ffff}' };
      await world.client.call('activateLicense', { body: device });
      const { body: answer } = await world.client.call('checkLicense', { query: device });
      expect(answer['hardware_id']).toBe(device.hardware_id);
    });
  });

  describe('numbers and booleans sent as strings', () => {
    it.each(['true', '1', 1, true])('are read by activateLicense: is_vm from %j', async (is_vm) => {
      const { id, fields: license } = await newKeyLicense(world);
      const body = { ...license, hardware_id: 'a', is_vm, license_id: String(id) };
      const { body: answer } = await world.client.call('activateLicense', { body });
      const { fields: known } = await storedDevice(world.server, Number(answer['device_id']));
      expect({ id: answer['id'], known }).toEqual({ id, known: { is_vm: true } });
    });

    it.each(['false', '0'])('are read by checkLicense: is_vm from %j', async (is_vm) => {
      const { fields: license } = await newKeyLicense(world);
      const query = { ...license, hardware_id: 'a', is_vm };
      await world.client.call('activateLicense', { body: { ...license, hardware_id: 'a' } });
      const { body: answer } = await world.client.call('checkLicense', { query });
      const { fields: known } = await storedDevice(world.server, Number(answer['device_id']));
      expect(known).toEqual({ is_vm: false });
    });
  });

  describe('invalid parameters', () => {
    it.each(INVALID)('get an error from %s for %j: %s', async (operationId, invalid, words) => {
      const call = withFields(await goodCall(world, operationId), invalid);
      const { code, message } = await world.client.refused(operationId, call);
      expect(code).toBe('validation_error');
      expect(message.slice(0, words.length)).toBe(words);
    });

    it.each(['getSsoUrl', 'checkLicense', 'listUserLicenses', 'getProductDetails'])(
      'get an error from %s when one is repeated',
      async (operationId) => {
        const { product } = world;
        const good = await goodCall(world, operationId);
        for (const values of [
          [product.code, product.code],
          ['', product.code],
          ['a', 'b', 'c'],
        ]) {
          const call = withFields(good, { product: values });
          const { code, message } = await world.client.refused(operationId, call);
          expect({ code, message }).toEqual({
            code: 'validation_error',
            message: 'query.product must be string',
          });
        }
      },
    );

    it.each([
      ['activateLicense', { license_key: 'a', username: 'b' }, 'license_key and username'],
      ['activateLicense', { id_token: 'a', code: 'b' }, 'id_token and code'],
      [
        'activateLicense',
        { license_key: 'a', id_token: 'b', code: 'c' },
        'license_key and id_token',
      ],
      ['deactivateLicense', { username: 'a', code: 'b' }, 'username and code'],
      ['checkLicense', { license_key: 'a', username: 'b' }, 'license_key and username'],
      ['listUserLicenses', { username: 'a', id_token: 'b' }, 'username and id_token'],
    ])(
      'get an error from %s for two ways to say who is acting: %j',
      async (operationId, some, words) => {
        const device = { product: world.product.code, hardware_id: 'device' };
        const ways = { ...some, customer_account_code: 'a', password: 'a' };
        const call = fields(operationId, { ...device, ...ways });
        const { code, message } = await world.client.refused(operationId, call);
        expect(code).toBe('validation_error');
        expect(message).toContain(words);
      },
    );
  });
});
