import type Koa from 'koa';
import type { About } from '../rules/about.ts';
import type { Caller } from '../schemes/caller.ts';
import type { Endpoint } from './endpoint.ts';

/** A request to the contract, and what the steps have found out. */
export interface Exchange {
  readonly ctx: Koa.Context;
  readonly endpoint: Endpoint;
  /** Without the slash that may end it. */
  readonly path: string;
  /** The body as it was sent; undefined when the operation takes none. */
  bytes: Buffer | undefined;
  /** Undefined in public operations. */
  caller: Caller | undefined;
  query: Readonly<Record<string, unknown>>;
  pathParameters: Readonly<Record<string, unknown>>;
  body: unknown;
  /** For the audit log; undefined until the request fits the contract. */
  about: About | undefined;
  reply: OperationReply | undefined;
}

export interface OperationReply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** One of the things that are done for a request. `next` does all those that follow. */
export type Step = (exchange: Exchange, next: () => Promise<void>) => Promise<void>;
