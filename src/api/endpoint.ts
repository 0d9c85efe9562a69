import type { Operation } from 'openapi-backend';
import { type LenientParameters, lenientParameters } from '../contract/lenient-parameters.ts';
import type { OperationId, Scheme } from '../contract/operation.ts';
import { schemes } from '../schemes/caller.ts';

/** The paths of the License API. */
const LICENSE_API = '/api/';

/** An operation of the contract, with what the steps need. */
export interface Endpoint {
  readonly operationId: OperationId;
  /** As in the contract, with its references resolved. */
  readonly operation: Operation;
  /** Undefined for public operations. */
  readonly scheme: Scheme | undefined;
  /** The names of its headers, as the contract spells them. */
  readonly headers: readonly string[];
  /** Undefined outside the License API, which alone reads parameters leniently. */
  readonly lenient: LenientParameters | undefined;
}

/** @throws Error at start-up when the operation requires a security scheme that is not implemented */
export function endpointOf(operation: Operation): Endpoint {
  const { operationId = '', path, security = [], parameters = [] } = operation;
  const [scheme, ...others] = security.flatMap((requirement) => Object.keys(requirement));
  if (others.length > 0 || (scheme !== undefined && !(scheme in schemes))) {
    throw new Error(`${operationId}: no step checks ${[scheme, ...others].join(' or ')}`);
  }
  return {
    operationId: operationId as OperationId,
    operation,
    scheme: scheme as Scheme | undefined,
    headers: parameters.flatMap((one) => ('$ref' in one || one.in !== 'header' ? [] : [one.name])),
    lenient: path.startsWith(LICENSE_API) ? lenientParameters(operation) : undefined,
  };
}
