import { OpenAPIRouter, type Document, type Operation, type Request } from 'openapi-backend';

/** The characters of a parameter in a path. IDs and codes never need escaping. */
const PLAIN = /^[A-Za-z0-9._~-]+$/;

/** The paths of the contract as a tree of their segments. */
interface Node {
  readonly children: Map<string, Node>;
  /** The child for any segment, such as `{id}`. */
  parameter: Node | undefined;
  /** The operations of the path that ends here, by method in upper case. */
  readonly operations: Map<string, Operation>;
}

/**
 * openapi-backend's router with a lookup that is built at start-up: its own lists every operation of the contract for
 * each request. Finding a path takes one step for each segment. One slash at the end is ignored.
 */
export class ContractRouter extends OpenAPIRouter {
  readonly #operations: Operation[];
  readonly #byId: ReadonlyMap<string, Operation>;
  readonly #root = newNode();

  constructor(definition: Document) {
    super({ definition, apiRoot: '/', ignoreTrailingSlashes: false });
    this.#operations = super.getOperations();
    this.#byId = new Map(this.#operations.map((one) => [one.operationId ?? '', one]));
    for (const operation of this.#operations) {
      let node = this.#root;
      for (const segment of segmentsOf(operation.path)) node = childOf(node, segment);
      node.operations.set(operation.method.toUpperCase(), operation);
    }
  }

  override getOperations(): Operation[] {
    return this.#operations;
  }

  override getOperation(operationId: string): Operation | undefined {
    return this.#byId.get(operationId);
  }

  override matchOperation(request: Request): Operation | undefined;
  override matchOperation(request: Request, strict: boolean): Operation;
  override matchOperation(request: Request, strict?: boolean): Operation | undefined {
    const found = this.#find(request.path)?.operations.get(request.method.toUpperCase());
    if (found === undefined && strict === true) throw new Error('404-notFound');
    return found;
  }

  /**
   * The methods of a path in upper case; HEAD is among them if GET is. Undefined when the contract has no such path.
   */
  methodsOf(path: string): string[] | undefined {
    const operations = this.#find(path)?.operations;
    if (operations === undefined || operations.size === 0) return undefined;
    return [...operations.keys()].flatMap((method) =>
      method === 'GET' ? ['GET', 'HEAD'] : method,
    );
  }

  #find(path: string): Node | undefined {
    let node: Node | undefined = this.#root;
    for (const segment of segmentsOf(path)) {
      node = node.children.get(segment) ?? (PLAIN.test(segment) ? node.parameter : undefined);
      if (node === undefined) return undefined;
    }
    return node;
  }
}

/** Removes the slash at the end of a path, if there is one. */
export function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function segmentsOf(path: string): string[] {
  return withoutSlash(path).split('/').slice(1);
}

function newNode(): Node {
  return { children: new Map(), parameter: undefined, operations: new Map() };
}

function childOf(node: Node, segment: string): Node {
  if (segment.startsWith('{')) return (node.parameter ??= newNode());
  const child = node.children.get(segment) ?? newNode();
  node.children.set(segment, child);
  return child;
}
