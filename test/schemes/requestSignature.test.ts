import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sign } from '../../src/schemes/requestSignature.ts';
import { build } from '../support/build.ts';
import { signedHeaders } from '../support/client.ts';
import { http } from '../support/http.ts';
import { startServer } from '../support/start-server.ts';
import {
  AUTHORIZATION,
  authorization,
  credentials,
  DATE,
  given,
  type Headers,
  SIGNATURE,
  type SignedServer,
  startSignedServer,
} from './signed-server.ts';

let signed: SignedServer;
beforeAll(async () => {
  signed = await startSignedServer();
});
afterAll(() => signed.server.close());

const verdict = (headers: Headers) => signed.verdict(headers);

/** An Authorization header spelled by hand, with the date that it is for. */
const spelled = (value: string): Headers => [
  ['Date', DATE],
  ['Authorization', value],
];
const PARTS = `algorithm="hmac-sha256", headers="date"`;
const PAIR = `signature="${SIGNATURE}", apikey="${given.api_key}"`;

describe('the signature of a request', () => {
  it('equals that of the documented example', async () => {
    const { shared_key, date, signature } = given.documented;
    expect(sign(shared_key, date)).toBe(signature);
    const other = await startServer({ now: new Date(date) });
    const { api_key: apiKey } = await build(other.store).apiKey({ shared_key: shared_key });
    const { text } = await http(`${other.url}/api/v4/product_details/?product=none`, {
      headers: [['Date', date], authorization({ signature, apikey: apiKey })],
    });
    await other.close();
    // The product is looked for: who asks for it was let in.
    expect(JSON.parse(text)).toMatchObject({ code: 'unknown_product' });
  });

  it.each(given.vectors)('$name: $verdict', async ({ headers, verdict: expected }) => {
    const found = await verdict(headers);
    if (expected === 'refuse') expect(AUTHORIZATION).toContain(found);
    else expect(found).toBe(expected);
  });

  it.each([
    ['parameters in another order', `${PAIR}, ${PARTS}`],
    ['names and values in another case', PARTS.toUpperCase() + `, ${PAIR}`],
    ['white space around names and values', `${PARTS} ,  ${PAIR.replace('=', ' = ')} `],
    ['another parameter', `${PARTS}, ${PAIR}, version="2"`],
    ['no space after a comma', `${PARTS},${PAIR}`.replaceAll(', ', ',')],
  ])('is accepted with %s', async (_, value) => {
    expect(await verdict(spelled(value))).toBe('accept');
  });

  it.each(['DATE', 'dAtE', 'date'])(
    'is accepted with header names in any case: %s',
    async (name) => {
      const [, value] = authorization();
      const headers = [
        [name, DATE],
        [name === 'DATE' ? 'AUTHORIZATION' : 'aUTHorization', value],
      ] as const;
      expect(await verdict(headers)).toBe('accept');
    },
  );
});

describe('another spelling of the same signature is refused', () => {
  const bytes = Buffer.from(SIGNATURE, 'base64');
  const last = SIGNATURE.at(-2) ?? '';
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  /** The two low bits of the last letter stand for nothing: three more letters decode to the same bytes. */
  const others = [1, 2, 3].map((bits) => alphabet[alphabet.indexOf(last) ^ bits] ?? '');

  it.each([
    ['without padding', SIGNATURE.slice(0, -1)],
    ['with more padding', `${SIGNATURE}=`],
    ['with padding inside', `${SIGNATURE.slice(0, 20)}=${SIGNATURE.slice(20)}`],
    ['in the alphabet for URLs', bytes.toString('base64url')],
    ['in the alphabet for URLs, padded', `${bytes.toString('base64url')}=`],
    ...others.map((letter) => ['in unused bits', `${SIGNATURE.slice(0, -2)}${letter}=`]),
    ['with a space inside', `${SIGNATURE.slice(0, 20)} ${SIGNATURE.slice(20)}`],
    ['with a space before', ` ${SIGNATURE}`],
    ['with a space after', `${SIGNATURE} `],
    ['with a tab inside', `${SIGNATURE.slice(0, 20)}\t${SIGNATURE.slice(20)}`],
    ['with a letter outside of Base64', `${SIGNATURE.slice(0, 20)}!${SIGNATURE.slice(20)}`],
    ['with its Base64 escaped', encodeURIComponent(SIGNATURE)],
    ['in hexadecimal', bytes.toString('hex')],
    ['in lower case', SIGNATURE.toLowerCase()],
    ['with Base64 applied twice', Buffer.from(SIGNATURE).toString('base64')],
    ['with trailing characters', SIGNATURE + SIGNATURE],
  ])('%s', async (_, signature) => {
    expect(Buffer.from(signature, 'latin1')).not.toEqual(Buffer.from(SIGNATURE));
    expect(await verdict([['Date', DATE], authorization({ signature })])).toBe(
      'signature_mismatch',
    );
  });
});

describe('a wrong signature is refused, whatever its length', () => {
  it.each([
    ...['=', 'A', SIGNATURE.slice(0, 43), SIGNATURE.slice(1), 'A'.repeat(44), 'A'.repeat(4_000)],
    // As many characters as the right one, and more bytes.
    ...['é'.repeat(44), `${SIGNATURE.slice(0, 43)}é`, '\xff'.repeat(44)],
  ])('%s', async (signature) => {
    const [, [name, value]] = signedHeaders(credentials, DATE);
    const wrong = value.replace(SIGNATURE, () => signature);
    expect(
      await verdict([
        ['Date', DATE],
        [name, wrong],
      ]),
    ).toBe('signature_mismatch');
  });

  it('with each bit flipped', async () => {
    const bytes = Buffer.from(SIGNATURE, 'base64');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const signature = flipped.toString('base64');
      const found = await verdict([['Date', DATE], authorization({ signature })]);
      expect({ bit, found }).toEqual({ bit, found: 'signature_mismatch' });
    }
  });

  it.each([
    ['nothing', ''],
    ['the date alone', DATE],
    ['the first line alone', 'licenseSpring'],
    ['without its first line', `date: ${DATE}`],
    ['with CR LF', `licenseSpring\r\ndate: ${DATE}`],
    ['with Date in upper case', `licenseSpring\nDate: ${DATE}`],
    ['with the first line in lower case', `licensespring\ndate: ${DATE}`],
    ['with the method and the path', `licenseSpring\ndate: ${DATE}\nGET /api/v4/product_details`],
  ])('over %s', async (_, text) => {
    const signature = createHmac('sha256', given.shared_key).update(text).digest('base64');
    expect(await verdict([['Date', DATE], authorization({ signature })])).toBe(
      'signature_mismatch',
    );
  });
});

describe('an Authorization header is refused', () => {
  it.each([
    ['with a parameter twice', `${PARTS}, ${PAIR}, signature="${SIGNATURE}"`],
    ['with a parameter twice, once in upper case', `${PARTS}, ${PAIR}, SIGNATURE="AAAA"`],
    ['with two API keys', `${PARTS}, apikey="unknown", ${PAIR}`],
    ['with two algorithms', `algorithm="none", ${PARTS}, ${PAIR}`],
    ['with more headers in the list', `algorithm="hmac-sha256", headers="date host", ${PAIR}`],
    ['with thousands of parameters', 'a="b",'.repeat(2_000)],
    ['without a list of headers', `algorithm="hmac-sha256", headers=" ", ${PAIR}`],
  ])('as invalid %s', async (_, value) => {
    expect(await verdict(spelled(value))).toBe('authorization_invalid_headers');
  });

  it.each([
    ['that is empty', ''],
    ['with a word in front', `Signature ${PARTS}, ${PAIR}`],
    ['with single quotes', `${PARTS}, ${PAIR}`.replaceAll('"', "'")],
    ['without quotes', `${PARTS}, ${PAIR}`.replaceAll('"', '')],
    ['with semicolons', `${PARTS}, ${PAIR}`.replaceAll(',', ';')],
    ['with an open quote', `${PARTS}, ${PAIR.slice(0, -1)}`],
    ['with an empty parameter', `${PARTS}, signature="", apikey="${given.api_key}"`],
    ['with another scheme', `Basic ${Buffer.from('a:b').toString('base64')}`],
    ['of thousands of commas', ','.repeat(8_000)],
    ['of thousands of spaces', `algorithm=${' '.repeat(8_000)}`],
  ])('as incomplete %s', async (_, value) => {
    expect(await verdict(spelled(value))).toBe('authorization_missing_params');
  });

  it.each(['none', 'sha256', 'hmac-sha512', 'hmac-sha256 ', 'hs256', 'hmac_sha256'])(
    'with the algorithm %j',
    async (algorithm) => {
      const headers = [['Date', DATE], authorization({ algorithm })] as const;
      expect(await verdict(headers)).toBe('hmac_required');
    },
  );

  it.each([
    given.api_key.toUpperCase(),
    ` ${given.api_key}`,
    `${given.api_key} `,
    given.api_key.slice(0, -1),
    '%',
    "' or 1=1 --",
    'é',
    '__proto__',
    'A'.repeat(4_000),
  ])('with the API key %j', async (apikey) => {
    const headers = [['Date', DATE], authorization({ apikey })] as const;
    expect(await verdict(headers)).toBe('invalid_api_key');
  });

  it.each([
    ['Date', [['Date', DATE], ['Date', DATE], authorization()]],
    ['Date, another one first', [['Date', 'x'], ['date', DATE], authorization()]],
    ['Authorization', [['Date', DATE], authorization(), authorization()]],
    ['Authorization, another one first', [['Date', DATE], ['Authorization', 'x'], authorization()]],
  ] as [string, Headers][])('when it or Date is repeated: %s', async (_, headers) => {
    expect(await verdict(headers)).toBe('authorization_invalid_headers');
  });

  it('with the signature of another key', async () => {
    const other = await build(signed.server.store).apiKey();
    const signature = sign(other.shared_key, DATE);
    expect(await verdict([['Date', DATE], authorization({ signature })])).toBe(
      'signature_mismatch',
    );
    const headers = [['Date', DATE], authorization({ apikey: other.api_key })] as const;
    expect(await verdict(headers)).toBe('signature_mismatch');
  });
});

describe('the headers of a request', () => {
  it.each(['X-Date', 'Proxy-Authorization', 'X-Authorization', 'X-Amz-Date'])(
    'must have their exact names: %s is neither of them',
    async (name) => {
      const headers = [
        ['Date', DATE],
        [name, authorization()[1]],
      ] as const;
      expect(await verdict(headers)).toBe('missing_headers');
    },
  );

  it('are each named when they are missing', async () => {
    const named = async (headers: Headers) =>
      (JSON.parse((await signed.ask(headers)).text) as { message: string }).message;
    expect(await named([])).toBe('Some headers are missing: Date, Authorization');
    expect(await named([['Date', DATE]])).toBe('Some headers are missing: Authorization');
    expect(await named([authorization()])).toBe('Some headers are missing: Date');
  });

  it('have parameters that are each named when they are missing', async () => {
    const { text } = await signed.ask(spelled('apikey="a"'));
    const { message } = JSON.parse(text) as { message: string };
    expect(message).toBe(
      'Some parameters are missing in the authorization: algorithm, headers, signature',
    );
  });
});
