import { readFileSync } from 'node:fs';
import { sign } from '../../src/schemes/requestSignature.ts';
import { build } from '../support/build.ts';
import { isSigned } from '../support/client.ts';
import { http, type HttpResponse } from '../support/http.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

/** Signed requests and what is to become of them; computed without this code. */
interface Vectors {
  readonly documented: {
    readonly shared_key: string;
    readonly date: string;
    readonly signature: string;
  };
  readonly api_key: string;
  readonly shared_key: string;
  /** The time at which all of them are sent. */
  readonly now: string;
  readonly vectors: readonly {
    readonly name: string;
    readonly headers: [string, string][];
    /** `accept`, an error code, or `refuse` for any error code of the authorization. */
    readonly verdict: string;
  }[];
}

const file = new URL('../vectors/request-signatures.json', import.meta.url);
export const given = JSON.parse(readFileSync(file, 'utf8')) as Vectors;
export const credentials = { api_key: given.api_key, shared_key: given.shared_key };
/** A date within the window whose signature has both letters that the alphabet for URLs spells otherwise. */
export const DATE = Array.from({ length: 900 }, (_, seconds) =>
  new Date(Date.parse(given.now) - seconds * 1_000).toUTCString(),
).find((date) => /\+.*\/|\/.*\+/.test(sign(given.shared_key, date))) as string;
export const SIGNATURE = sign(given.shared_key, DATE);

/** Every code of the authorization. */
export const AUTHORIZATION = [
  ...['missing_headers', 'authorization_missing_params', 'authorization_invalid_headers'],
  ...['hmac_required', 'invalid_api_key', 'revoked_api_key', 'date_header_diff'],
  'signature_mismatch',
];

export type Headers = readonly (readonly [string, string])[];

/** A server that knows the API key of the vectors, at the time of the vectors. */
export async function startSignedServer(): Promise<SignedServer> {
  const server = await startServer({ now: new Date(given.now) });
  const make = build(server.store);
  await make.apiKey(credentials);
  const { code } = await make.product();
  const ask = (headers: Headers) =>
    http(`${server.url}/api/v4/product_details?product=${code}`, { headers });
  return {
    server,
    ask,
    async verdict(headers) {
      const { status, text, bytes, headers: answered } = await ask(headers);
      if (!isSigned(server, bytes, answered['licensesignature'])) return `unsigned ${text}`;
      if (status === 200) return 'accept';
      const error = JSON.parse(text) as { status: number; code: string };
      const expected = error.code === 'signature_mismatch' ? 401 : 400;
      const isRight = status === expected && AUTHORIZATION.includes(error.code);
      return isRight ? error.code : `${status} ${text}`;
    },
  };
}

export interface SignedServer {
  readonly server: TestServer;
  /** Asks for a product, signed with these headers. */
  ask(headers: Headers): Promise<HttpResponse>;
  /** @returns `accept`, the code of the refusal, or the whole answer where it is neither */
  verdict(headers: Headers): Promise<string>;
}

/** An Authorization header of these parameters, each given right unless given otherwise. */
export function authorization(over: Record<string, string> = {}): ['Authorization', string] {
  const parts = {
    algorithm: 'hmac-sha256',
    headers: 'date',
    signature: SIGNATURE,
    apikey: given.api_key,
    ...over,
  };
  const pairs = Object.entries(parts).map(([name, value]) => `${name}="${value}"`);
  return ['Authorization', pairs.join(', ')];
}
