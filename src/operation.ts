import type { components, operations } from '../generated/openapi.d.ts';
import type { Deps } from './deps.ts';
import type { ApiKey } from './security/api-key.ts';

export type OperationId = keyof operations;

type Query<Id extends OperationId> =
  Exclude<operations[Id]['parameters']['query'], undefined> extends infer Parameters
    ? [Parameters] extends [never]
      ? Record<string, never>
      : Parameters
    : never;

type Body<Id extends OperationId> = operations[Id] extends {
  requestBody: { content: { 'application/json': infer Json } };
}
  ? Json
  : undefined;

/** A request that fits the contract and is signed, where the contract asks for it. */
export interface OperationRequest<Id extends OperationId> {
  readonly query: Query<Id>;
  readonly body: Body<Id>;
  /** Who signed the request. Operations that need no signature must not read it. */
  readonly apiKey: ApiKey;
}

type Content<Response> = Response extends { content: { 'application/json': infer Json } }
  ? Json
  : never;

/** The replies of an operation that are not refusals; those are thrown as `ApiError`. */
export type Reply<Id extends OperationId> = {
  [Status in keyof operations[Id]['responses']]: Content<
    operations[Id]['responses'][Status]
  > extends components['schemas']['Error']
    ? never
    : { readonly status: Status; readonly body: Content<operations[Id]['responses'][Status]> };
}[keyof operations[Id]['responses']];

/** One operation of the contract: validated input in, a value out. Throws `ApiError` to refuse. */
export type Operation<Id extends OperationId> = (
  deps: Deps,
  request: OperationRequest<Id>,
) => Promise<Reply<Id>>;
