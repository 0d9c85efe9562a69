import type { IncomingMessage } from 'node:http';
import type { components, operations } from '../../generated/openapi.d.ts';
import type { Security } from '../../generated/security.d.ts';
import type { About } from '../rules/about.ts';
import type { Origin } from '../rules/audit-event.ts';
import type { Deps } from '../deps.ts';
import type { Tables } from '../store/tables.ts';
import type { AdminToken } from '../rules/admin-token.ts';
import type { Credential } from '../rules/credential.ts';
import type { OfflineFile } from '../rules/offline-file.ts';

export type OperationId = keyof operations;

/** The operations with a security scheme. */
type WithScheme<Scheme> = {
  [Id in OperationId]: Security[Id] extends Scheme ? Id : never;
}[OperationId];

type SignedId = WithScheme<'requestSignature' | 'accessToken'>;
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

/**
 * Also the body of an operation whose body is optional: an empty body becomes an empty object. An operation whose body
 * is a file reads the request itself.
 */
type Body<Id extends OperationId> =
  TakesFile<Id> extends true
    ? components['schemas']['OfflineRequest']
    : NonNullable<operations[Id]['requestBody']> extends {
          content: { 'application/json': infer Json };
        }
      ? Json
      : NonNullable<operations[Id]['requestBody']> extends {
            content: { 'application/octet-stream': unknown };
          }
        ? IncomingMessage
        : undefined;

/** True for an operation whose body is a file with a request inside. */
type TakesFile<Id extends OperationId> =
  NonNullable<operations[Id]['requestBody']> extends { content: { 'text/plain': unknown } }
    ? true
    : false;

/** The parts of a validated request. */
interface Parsed<Id extends OperationId> {
  readonly operationId: Id;
  readonly query: Parameters<Id, 'query'>;
  readonly path: Parameters<Id, 'path'>;
  readonly headers: Parameters<Id, 'header'>;
  readonly body: Body<Id>;
}

/** What authenticated requests have in addition. */
interface Authenticated {
  /** For the audit log. */
  readonly origin: Origin;
  /** What the audit entry is about, also of a refusal. The operation adds to it. */
  readonly about: About;
}

export interface SignedRequest<Id extends SignedId> extends Parsed<Id>, Authenticated {
  /** What the request was authenticated with. */
  readonly credential: Credential;
  readonly guessPassword: GuessPassword;
  readonly countTrial: CountTrial;
}

/** A request whose body was in a file. */
export interface FileRequest<Id extends SignedId> extends SignedRequest<Id> {
  readonly file: OfflineFile;
}

export interface AdminRequest<Id extends AdminId> extends Parsed<Id>, Authenticated {
  /** The token of the request. */
  readonly adminToken: AdminToken;
  /** The fields of the body that were sent. The others have the defaults of the contract. */
  readonly named: ReadonlySet<string>;
}

export type PublicRequest<Id extends PublicId> = Parsed<Id>;

/**
 * Checks a password, unless too many wrong ones were tried for the address.
 * @param isRight compares the password
 * @returns the result of `isRight`
 * @throws ApiError too_many_requests
 */
export type GuessPassword = (email: string, isRight: () => Promise<boolean>) => Promise<boolean>;

/**
 * Counts a new trial, in the transaction that creates it.
 * @param credential names the caller
 * @throws ApiError too_many_requests
 */
export type CountTrial = (credential: string, store: Pick<Tables, 'rateLimits'>) => Promise<void>;

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

/**
 * An operation of the License API, whose requests are signed or have an access token. Like all operations it refuses by throwing `ApiError`.
 */
export type SignedOperation<Id extends SignedId> = Handler<
  Id,
  TakesFile<Id> extends true ? FileRequest<Id> : SignedRequest<Id>
>;

/** An operation of the Admin API. */
export type AdminOperation<Id extends AdminId> = Handler<Id, AdminRequest<Id>>;

/** An operation without a security scheme. */
export type PublicOperation<Id extends PublicId> = Handler<Id, PublicRequest<Id>>;

type Handler<Id extends OperationId, Request> = (
  deps: Deps,
  request: Request,
) => Promise<OperationResponse<Id>>;

/** A function for each operation of the contract. */
export type Handlers = { readonly [Id in SignedId]: SignedOperation<Id> } & {
  readonly [Id in AdminId]: AdminOperation<Id>;
} & { readonly [Id in PublicId]: PublicOperation<Id> };
