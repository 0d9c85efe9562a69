import type { IncomingMessage } from 'node:http';
import type Koa from 'koa';
import type { About } from '../rules/about.ts';
import type { OfflineFile } from '../rules/offline-file.ts';
import type { Caller } from '../schemes/caller.ts';
import type { Endpoint } from './endpoint.ts';

/** A request to the contract, with the results of the steps so far. */
export interface Exchange {
  readonly ctx: Koa.Context;
  readonly endpoint: Endpoint;
  /** The body as it was sent; undefined when the operation takes none. */
  bytes: Buffer | undefined;
  /** Undefined in public operations. */
  caller: Caller | undefined;
  query: Readonly<Record<string, unknown>>;
  /** Texts until the request is validated. */
  readonly pathParameters: Readonly<Record<string, unknown>>;
  body: unknown;
  /** The fields of the body that were sent; none until the request is validated. */
  named: ReadonlySet<string>;
  /** The file that the body was in, in operations that take one. */
  file: OfflineFile | undefined;
  /** The request, when its body is an installation file, which the operation reads itself. */
  upload: IncomingMessage | undefined;
  /** For the audit log; undefined until the request has been validated. */
  about: About | undefined;
  response: OperationResponse | undefined;
}

export interface OperationResponse {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** A step of every request. `next` runs the steps after it. */
export type Step = (exchange: Exchange, next: () => Promise<void>) => Promise<void>;

const NONE: ReadonlySet<string> = new Set();

/** A request to an operation, of whose body nothing has been read. */
export function newExchange(
  ctx: Koa.Context,
  endpoint: Endpoint,
  pathParameters: Exchange['pathParameters'] = {},
): Exchange {
  return {
    ctx,
    endpoint,
    bytes: undefined,
    caller: undefined,
    query: { ...ctx.query },
    pathParameters,
    body: undefined,
    named: NONE,
    file: undefined,
    upload: undefined,
    about: undefined,
    response: undefined,
  };
}
