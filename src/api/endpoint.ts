import type { Operation } from 'openapi-backend';
import { givesFile, takesFile, takesUpload } from '../contract/file-body.ts';
import { type LenientParameters, lenientParameters } from '../contract/lenient-parameters.ts';
import type { OperationId, Scheme } from '../contract/operation.ts';
import { areImplemented } from '../schemes/caller.ts';

/** The paths of the License API. */
const LICENSE_API = '/api/';

/** An operation of the contract, with what the steps need. */
export interface Endpoint {
  readonly operationId: OperationId;
  /** As in the contract, with its references resolved. */
  readonly operation: Operation;
  /** A request needs one of them. None for public operations. */
  readonly schemes: readonly Scheme[];
  /** The names of its headers, as the contract spells them. */
  readonly headers: readonly string[];
  /** True when the body is a file. */
  readonly takesFile: boolean;
  /** True when the response can be a file too. */
  readonly givesFile: boolean;
  /** True when the body is an installation file, which the operation reads itself. */
  readonly takesUpload: boolean;
  /** Undefined outside the License API, which alone reads parameters leniently. */
  readonly lenient: LenientParameters | undefined;
}

/** @throws Error at start-up when the operation has security schemes or parameters that are not implemented */
export function endpointOf(operation: Operation): Endpoint {
  const { operationId = '', path, security = [], parameters = [] } = operation;
  const schemes = security.map((requirement) => Object.keys(requirement).join(' and '));
  if (schemes.length > 0 && !areImplemented(schemes)) {
    throw new Error(`${operationId}: no step checks ${schemes.join(' or ')}`);
  }
  const unread = parameters.find((one) => !isRead(one));
  if (unread !== undefined) {
    throw new Error(`${operationId}: no step reads ${JSON.stringify(unread)}`);
  }
  return {
    operationId: operationId as OperationId,
    operation,
    schemes: schemes as readonly Scheme[],
    headers: parameters.flatMap((one) => ('$ref' in one || one.in !== 'header' ? [] : [one.name])),
    takesFile: takesFile(operation),
    givesFile: givesFile(operation),
    takesUpload: takesUpload(operation),
    lenient: path.startsWith(LICENSE_API) ? lenientParameters(operation) : undefined,
  };
}

/** True for a text in the query, the path or a header. Lists, JSON and cookies are not read. */
function isRead(parameter: NonNullable<Operation['parameters']>[number]): boolean {
  if ('$ref' in parameter) return false;
  const { in: place, schema, content } = parameter;
  const { type } = (schema ?? {}) as { type?: unknown };
  return ['query', 'path', 'header'].includes(place) && content === undefined && type !== 'array';
}
