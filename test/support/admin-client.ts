import { hashAdminToken, newAdminToken } from '../../src/rules/admin-token.ts';
import { newId } from '../../src/rules/ids.ts';
import type { ErrorCode } from '../../src/rules/errors.ts';
import { declaredCodes, declaredHeaders, declaredOperations, contractErrors } from './contract.ts';
import { http } from './http.ts';
import { reach } from './reached.ts';
import type { TestServer } from './start-server.ts';

export interface AdminCall {
  readonly path?: Record<string, string | number>;
  readonly query?: Record<string, string | number | boolean | readonly string[]>;
  /** The query as it goes out, without its question mark; in place of `query`. */
  readonly rawQuery?: string;
  readonly body?: unknown;
  /** The body as it goes out; in place of `body`. */
  readonly rawBody?: string | Buffer;
  /** null for no such header. */
  readonly contentType?: string | null;
  readonly ifMatch?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  /** In place of a valid token; undefined for no such header. */
  readonly authorization?: string | undefined;
}

export interface AdminResponse<Body> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Record<string, string | string[] | undefined>;
}

/** A new admin token of this server. */
export async function makeAdminToken({ store, clock }: Pick<TestServer, 'store' | 'clock'>) {
  const token = newAdminToken();
  const id = newId();
  const tokenHash = hashAdminToken(token);
  await store.adminTokens.create({
    id,
    name: 'test',
    tokenHash,
    expiresAt: null,
    now: clock.now(),
  });
  return { id, token };
}

/**
 * Calls operations of the Admin API, and holds every response against the contract: its status and code must be
 * declared, its body must fit, its headers must be there.
 */
export async function createAdminClient(server: TestServer) {
  const { token, id: tokenId } = await makeAdminToken(server);
  return { call, refused, token, tokenId };

  async function call<Body = Record<string, unknown>>(
    operationId: string,
    options: AdminCall = {},
  ): Promise<AdminResponse<Body>> {
    const operation = declaredOperations.find((one) => one.operationId === operationId);
    if (operation === undefined) throw new Error(`the contract has no operation ${operationId}`);
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      String(options.path?.[name] ?? name),
    );
    const url = new URL(server.url + path);
    for (const [name, value] of Object.entries(options.query ?? {})) {
      for (const one of [value].flat()) url.searchParams.append(name, String(one));
    }
    if (options.rawQuery !== undefined) url.search = options.rawQuery;
    const body =
      options.rawBody ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const authorization = 'authorization' in options ? options.authorization : `Bearer ${token}`;
    const { contentType = 'application/json' } = options;
    const headers = Object.entries({
      Authorization: authorization,
      'If-Match': options.ifMatch,
      'Idempotency-Key': options.idempotencyKey,
      'Content-Type': body === undefined ? null : contentType,
    }).filter((header): header is [string, string] => typeof header[1] === 'string');
    const response = await http(url.href, {
      method: operation.method,
      headers,
      ...(body === undefined ? {} : { body }),
    });

    const { status, text } = response;
    const json = (text === '' ? undefined : JSON.parse(text)) as Body & { code?: string };
    reach(operationId, status);
    const wrong = text === '' && status === 204 ? [] : contractErrors(operation, status, json);
    for (const name of declaredHeaders(operation, status)) {
      if (response.headers[name.toLowerCase()] === undefined) wrong.push(`no header ${name}`);
    }
    if (status >= 400) {
      const code = json.code ?? 'none';
      if (!declaredCodes(operation, status).includes(code)) {
        wrong.push(`code ${code} is not declared`);
      }
      reach(operationId, code);
    }
    if (wrong.length > 0) {
      throw new Error(`${operationId} answered ${status} ${text}\n${wrong.join('\n')}`);
    }
    return { status, body: json, headers: response.headers };
  }

  /** Calls an operation that must refuse, and answers the error. */
  async function refused(
    operationId: string,
    options: AdminCall = {},
  ): Promise<{ status: number; code: ErrorCode; message: string }> {
    const { status, body } = await call(operationId, options);
    if (status < 400) throw new Error(`${operationId} answered ${status}, and should refuse`);
    return body as { status: number; code: ErrorCode; message: string };
  }
}

export type AdminClient = Awaited<ReturnType<typeof createAdminClient>>;
