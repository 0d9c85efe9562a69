import type { components, operations } from '../../generated/openapi.d.ts';
import type { About } from '../rules/about.ts';
import type { Origin } from '../rules/audit-event.ts';
import type { Deps } from '../deps.ts';
import type { AdminToken } from '../rules/admin-token.ts';
import type { ApiKey } from '../rules/api-key.ts';

export type OperationId = keyof operations;

type Parameters<
  Id extends OperationId,
  Place extends 'query' | 'path' | 'header',
> = operations[Id]['parameters'] extends { [P in Place]?: infer Given }
  ? [Exclude<Given, undefined>] extends [never]
    ? Record<string, never>
    : Exclude<Given, undefined>
  : Record<string, never>;

/** Also of an operation that can do without: no bytes are an empty object. */
type Body<Id extends OperationId> =
  NonNullable<operations[Id]['requestBody']> extends {
    content: { 'application/json': infer Json };
  }
    ? Json
    : undefined;

/** A request that fits the contract and is authorized, where the contract asks for it. */
export interface OperationRequest<Id extends OperationId> {
  readonly operationId: string;
  readonly query: Parameters<Id, 'query'>;
  readonly path: Parameters<Id, 'path'>;
  readonly headers: Parameters<Id, 'header'>;
  readonly body: Body<Id>;
  /** Who signed the request. Only operations that ask for `requestSignature` may read it. */
  readonly apiKey: ApiKey;
  /** Whose token came with the request. Only operations that ask for `adminToken` may read it. */
  readonly adminToken: AdminToken;
  /** For the audit log. */
  readonly origin: Origin;
  /** Checks a password, unless too many were wrong. Throws ApiError too_many_requests. */
  readonly guessPassword: (email: string, isRight: () => Promise<boolean>) => Promise<boolean>;
  /** For the audit log, refused or not: an operation adds what it learns. */
  readonly about: About;
}

/** An answer of one status. Headers only where the contract declares them. */
type Answer<Status, Response> = Response extends { content: { 'application/json': infer Json } }
  ? [Json] extends [components['schemas']['Error']]
    ? never
    : {
        readonly status: Status;
        readonly body: Json;
        readonly headers?: Readonly<Record<string, string>>;
      }
  : { readonly status: Status; readonly body?: undefined };

/** The replies of an operation that are not refusals; those are thrown as `ApiError`. */
export type Reply<Id extends OperationId> = {
  [Status in keyof operations[Id]['responses']]: Answer<
    Status,
    operations[Id]['responses'][Status]
  >;
}[keyof operations[Id]['responses']];

/** One operation of the contract: validated input in, a value out. Throws `ApiError` to refuse. */
export type Operation<Id extends OperationId> = (
  deps: Deps,
  request: OperationRequest<Id>,
) => Promise<Reply<Id>>;
