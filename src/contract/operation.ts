import type { components, operations } from '../../generated/openapi.d.ts';
import type { Security } from '../../generated/security.d.ts';
import type { About } from '../rules/about.ts';
import type { Origin } from '../rules/audit-event.ts';
import type { Deps } from '../deps.ts';
import type { AdminToken } from '../rules/admin-token.ts';
import type { ApiKey } from '../rules/api-key.ts';

export type OperationId = keyof operations;

/** The operations whose security scheme is this one. */
type WithScheme<Scheme> = {
  [Id in OperationId]: Security[Id] extends Scheme ? Id : never;
}[OperationId];

type SignedId = WithScheme<'requestSignature'>;
export type AdminId = WithScheme<'adminToken'>;
type PublicId = WithScheme<null>;

/** The security schemes of the contract. */
export type Scheme = NonNullable<Security[OperationId]>;

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

/** What a request gives an operation once it fits the contract. */
interface Parsed<Id extends OperationId> {
  readonly operationId: Id;
  readonly query: Parameters<Id, 'query'>;
  readonly path: Parameters<Id, 'path'>;
  readonly headers: Parameters<Id, 'header'>;
  readonly body: Body<Id>;
}

/** Of whoever has shown a credential. */
interface Authenticated {
  /** For the audit log. */
  readonly origin: Origin;
  /** For the audit log, refused or not: an operation adds what it learns. */
  readonly about: About;
}

export interface SignedRequest<Id extends SignedId> extends Parsed<Id>, Authenticated {
  /** Who signed the request. */
  readonly apiKey: ApiKey;
  readonly guessPassword: GuessPassword;
}

export interface AdminRequest<Id extends AdminId> extends Parsed<Id>, Authenticated {
  /** Whose token came with the request. */
  readonly adminToken: AdminToken;
}

export type PublicRequest<Id extends PublicId> = Parsed<Id>;

/**
 * Checks a password of somebody, unless too many of theirs were wrong.
 * @returns whether it is right
 * @throws ApiError too_many_requests
 */
export type GuessPassword = (email: string, isRight: () => Promise<boolean>) => Promise<boolean>;

/** A response of one status. Headers only where the contract declares them. */
type SuccessResponse<Status, Declared> = Declared extends {
  content: { 'application/json': infer Json };
}
  ? [Json] extends [components['schemas']['Error']]
    ? never
    : {
        readonly status: Status;
        readonly body: Json;
        readonly headers?: Readonly<Record<string, string>>;
      }
  : { readonly status: Status; readonly body?: undefined };

/** The responses of an operation that are not refusals; those are thrown as `ApiError`. */
type OperationResponse<Id extends OperationId> = {
  [Status in keyof operations[Id]['responses']]: SuccessResponse<
    Status,
    operations[Id]['responses'][Status]
  >;
}[keyof operations[Id]['responses']];

/** An operation that applications sign their requests for. Throws `ApiError` to refuse, as all of them do. */
export type SignedOperation<Id extends SignedId> = Handler<Id, SignedRequest<Id>>;

/** An operation of the Admin API. */
export type AdminOperation<Id extends AdminId> = Handler<Id, AdminRequest<Id>>;

/** An operation that anybody may call. */
export type PublicOperation<Id extends PublicId> = Handler<Id, PublicRequest<Id>>;

type Handler<Id extends OperationId, Request> = (
  deps: Deps,
  request: Request,
) => Promise<OperationResponse<Id>>;

/** Every operation of the contract, each of its kind. */
export type Handlers = { readonly [Id in SignedId]: SignedOperation<Id> } & {
  readonly [Id in AdminId]: AdminOperation<Id>;
} & { readonly [Id in PublicId]: PublicOperation<Id> };
