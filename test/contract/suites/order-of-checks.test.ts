import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sign } from '../../../src/schemes/requestSignature.ts';
import { http } from '../../support/http.ts';
import { createWorld, type World } from '../world.ts';

/** A request in the making. Keys, products and accounts are made when all its faults are known. */
interface Draft {
  path: string;
  method: string;
  omitDate: boolean;
  date: Date;
  parts: Record<string, string>;
  wrongKey: boolean;
  key: { revoked_at?: Date; read_only?: boolean; product_ids?: number[] };
  product: { enabled?: boolean; archived?: boolean };
  connection: object | null;
  contentType: string;
  bodyPrefix: string;
  bodySuffix: string;
  /** Fields to set, or to leave out. */
  fields: Record<string, string | undefined>;
}

type Faults = Record<string, (draft: Draft) => void>;

/** The checks in the order of docs/pages/decisions.md#order-of-checks, each with a fault that it finds. */
const SIGNATURE_FAULTS: Faults = {
  missing_headers: (draft) => (draft.omitDate = true),
  authorization_missing_params: (draft) => (draft.parts['signature'] = ''),
  authorization_invalid_headers: (draft) => (draft.parts['headers'] = 'host'),
  hmac_required: (draft) => (draft.parts['algorithm'] = 'hmac-sha1'),
  invalid_api_key: (draft) => (draft.parts['apikey'] = 'unknown'),
  revoked_api_key: (draft) => (draft.key.revoked_at = new Date(0)),
  date_header_diff: (draft) => (draft.date = new Date(draft.date.getTime() - 1_200_000)),
  signature_mismatch: (draft) => (draft.wrongKey = true),
};
const PRODUCT_FAULTS: Faults = {
  unknown_product: (draft) => (draft.fields['product'] = 'nothing'),
  api_key_product_not_allowed: (draft) => (draft.key.product_ids = []),
  disabled_product: (draft) => (draft.product.enabled = false),
  archived_product: (draft) => (draft.product.archived = true),
};
const ACCOUNT_FAULTS: Faults = {
  customer_account_not_found: (draft) => (draft.fields['customer_account_code'] = 'nothing'),
  sso_not_configured: (draft) => (draft.connection = null),
};
const ROUTE_FAULTS: Faults = {
  not_found: (draft) => (draft.path += '/nothing'),
  method_not_allowed: (draft) => (draft.method = 'PUT'),
};

const ACTIVATE: Faults = {
  ...ROUTE_FAULTS,
  payload_too_large: (draft) => (draft.bodySuffix = ' '.repeat(70_000)),
  ...SIGNATURE_FAULTS,
  unsupported_media_type: (draft) => (draft.contentType = 'text/plain'),
  invalid_json: (draft) => (draft.bodyPrefix = '{'),
  missing_parameters: (draft) => (draft.fields['hardware_id'] = undefined),
  validation_error: (draft) => (draft.fields['is_vm'] = 'maybe'),
  read_only_api_key: (draft) => (draft.key.read_only = true),
  ...PRODUCT_FAULTS,
  ...ACCOUNT_FAULTS,
  sso_token_invalid: (draft) => (draft.fields['id_token'] = 'invalid'),
};
const SSO_URL: Faults = {
  ...ROUTE_FAULTS,
  ...SIGNATURE_FAULTS,
  missing_parameters: (draft) => (draft.fields['customer_account_code'] = undefined),
  validation_error: (draft) => (draft.fields['code_challenge'] = 'short'),
  ...PRODUCT_FAULTS,
  ...ACCOUNT_FAULTS,
  response_type_not_allowed: (draft) => {
    draft.fields['response_type'] = 'token';
    draft.fields['code_challenge'] = undefined;
    draft.fields['code_challenge_method'] = undefined;
  },
  redirect_uri_not_allowed: (draft) => (draft.fields['redirect_uri'] = 'https://evil.example/'),
};

/** Of two faults in one request, the one that is checked first is answered. */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.server.close());

  async function codeOf(blank: Partial<Draft>, faults: readonly ((draft: Draft) => void)[]) {
    const draft: Draft = {
      path: '',
      method: '',
      omitDate: false,
      date: world.server.clock.now(),
      parts: {},
      wrongKey: false,
      key: {},
      product: {},
      fields: {},
      contentType: 'application/json',
      bodyPrefix: '',
      bodySuffix: '',
      connection: { allow_implicit: false },
      ...structuredClone(blank),
    };
    for (const fault of faults) fault(draft);

    const { make } = world;
    const apiKey = await make.apiKey(draft.key);
    const product = await make.product(draft.product);
    const account = await make.account({}, draft.connection);
    const date = draft.date.toUTCString();
    const parts = {
      algorithm: 'hmac-sha256',
      headers: 'date',
      signature: sign(draft.wrongKey ? 'another key' : apiKey.shared_key, date),
      apikey: apiKey.api_key,
      ...draft.parts,
    };
    const authorization = Object.entries(parts).map(([name, value]) => `${name}="${value}"`);
    const all = { product: product.code, customer_account_code: account.code, ...draft.fields };
    const fields = JSON.parse(JSON.stringify(all)) as Record<string, string>;
    const isGet = draft.path.includes('sso_url');
    const target = isGet ? `${draft.path}?${new URLSearchParams(fields).toString()}` : draft.path;
    const { text } = await http(world.server.url, {
      method: draft.method,
      target,
      headers: [
        ...(draft.omitDate ? [] : ([['Date', date]] as const)),
        ['Authorization', authorization.join(', ')],
        ['Content-Type', draft.contentType],
      ],
      ...(isGet ? {} : { body: draft.bodyPrefix + JSON.stringify(fields) + draft.bodySuffix }),
    });
    return (JSON.parse(text) as { code: string }).code;
  }

  function describeOrder(blank: Partial<Draft>, checks: Faults): void {
    const order = Object.entries(checks);
    it.each(order.map(([code], index) => [code, index] as const))(
      'returns %s before all errors that are checked later',
      async (code, index) => {
        const [, first = () => undefined] = order[index] ?? [];
        expect(await codeOf(blank, [first])).toBe(code);
        for (const [later, fault] of order.slice(index + 1)) {
          expect({ later, code: await codeOf(blank, [fault, first]) }).toEqual({ later, code });
        }
      },
    );
  }

  describe('the order of checks, activate_license', () => {
    const blank = { path: '/api/v4/activate_license', method: 'POST' };
    describeOrder({ ...blank, fields: { hardware_id: 'device', id_token: 'invalid' } }, ACTIVATE);
  });

  describe('the order of checks, sso_url', () => {
    const challenge = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
    const fields = { response_type: 'code', ...challenge };
    describeOrder({ path: '/api/v4/sso_url', method: 'GET', fields }, SSO_URL);
  });
});
