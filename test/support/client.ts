import { createPublicKey, verify } from 'node:crypto';
import { sign } from '../../src/schemes/requestSignature.ts';
import type { ErrorCode } from '../../src/rules/errors.ts';
import { declaredCodes, declaredHeaders, declaredOperations, contractErrors } from './contract.ts';
import { http } from './http.ts';
import { reach } from './reached.ts';
import type { TestServer } from './start-server.ts';

export interface Credentials {
  readonly api_key: string;
  readonly shared_key: string;
}

export interface Call {
  readonly query?: Record<string, string | number | boolean | readonly string[]>;
  /** The query as it goes out, without its question mark; in place of `query`. */
  readonly rawQuery?: string;
  readonly body?: unknown;
  /** The body as it goes out; in place of `body`. */
  readonly rawBody?: string | Buffer;
  /** null for no such header. */
  readonly contentType?: string | null;
  /** All headers, in place of a right signature. */
  readonly headers?: readonly (readonly [string, string])[];
  readonly slash?: boolean;
}

export interface CheckedResponse<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly bytes: Buffer;
}

/** What a client authenticates its requests with. */
type Authentication = Credentials | { readonly access_token: string };

/** The `Date` and `Authorization` headers of a request with an access token. */
export function bearerHeaders(
  accessToken: string,
  date: string,
): [['Date', string], ['Authorization', string]] {
  return [
    ['Date', date],
    ['Authorization', `Bearer ${accessToken}`],
  ];
}

/** The `Date` and `Authorization` headers of a signed request. */
export function signedHeaders(
  credentials: Credentials,
  date: string,
): [['Date', string], ['Authorization', string]] {
  const signature = sign(credentials.shared_key, date);
  return [
    ['Date', date],
    [
      'Authorization',
      `algorithm="hmac-sha256", headers="date", signature="${signature}", apikey="${credentials.api_key}"`,
    ],
  ];
}

/**
 * Calls operations of the contract as an application would. Every response is held against the contract: its status
 * and code must be declared, its body must fit, its headers must be there, its signature must verify.
 */
export function createClient(server: TestServer, authentication: Authentication) {
  return { call, refused };

  async function call<Body = Record<string, unknown>>(
    operationId: string,
    options: Call = {},
  ): Promise<CheckedResponse<Body>> {
    const operation = declaredOperations.find((one) => one.operationId === operationId);
    if (operation === undefined) throw new Error(`the contract has no operation ${operationId}`);
    const url = new URL(server.url + operation.path + (options.slash === true ? '/' : ''));
    for (const [name, value] of Object.entries(options.query ?? {})) {
      for (const one of [value].flat()) url.searchParams.append(name, String(one));
    }
    if (options.rawQuery !== undefined) url.search = options.rawQuery;
    const body =
      options.rawBody ?? (options.body === undefined ? '' : JSON.stringify(options.body));
    const date = server.clock.now().toUTCString();
    const response = await http(url.href, {
      method: operation.method,
      headers: [
        ...(options.headers ?? headersOf(authentication, date)),
        ...(operation.method === 'POST' && options.contentType !== null
          ? ([['Content-Type', options.contentType ?? 'application/json']] as const)
          : []),
      ],
      ...(operation.method === 'POST' ? { body } : {}),
    });

    const { status, headers, bytes, text } = response;
    const json = JSON.parse(text) as Body & { status?: number; code?: string };
    reach(operationId, status);
    const wrong = contractErrors(operation, status, json);
    for (const name of declaredHeaders(operation, status)) {
      if (headers[name.toLowerCase()] === undefined) wrong.push(`no header ${name}`);
    }
    if (headers['content-type'] !== 'application/json; charset=utf-8') wrong.push('Content-Type');
    if (operation.path.startsWith('/api/')) {
      if (!isSigned(server, bytes, headers['licensesignature'])) wrong.push('LicenseSignature');
    }
    if (status >= 400 && json.code !== undefined) {
      const declared = declaredCodes(operation, status);
      if (!declared.includes(json.code)) wrong.push(`code ${json.code} is not declared`);
      if (json.status !== status) wrong.push(`status says ${json.status}`);
      reach(operationId, json.code);
    }
    if (wrong.length > 0) {
      throw new Error(`${operationId} answered ${status} ${text}\n${wrong.join('\n')}`);
    }
    return { status, body: json, headers, bytes };
  }

  /** Calls an operation that must refuse, and answers the error. */
  async function refused(
    operationId: string,
    options: Call = {},
  ): Promise<{ status: number; code: ErrorCode; message: string }> {
    const { status, body } = await call(operationId, options);
    if (status < 400) throw new Error(`${operationId} answered ${status}, and should refuse`);
    return body as { status: number; code: ErrorCode; message: string };
  }
}

export type Client = ReturnType<typeof createClient>;

function headersOf(authentication: Authentication, date: string) {
  return 'access_token' in authentication
    ? bearerHeaders(authentication.access_token, date)
    : signedHeaders(authentication, date);
}

/** True when `LicenseSignature` verifies over the bytes with the server's key. */
export function isSigned(server: TestServer, bytes: Buffer, signature: unknown): boolean {
  if (typeof signature !== 'string') return false;
  const key = createPublicKey(server.keys.current.response);
  return verify('sha256', bytes, key, Buffer.from(signature, 'base64'));
}
