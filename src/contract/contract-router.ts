import { OpenAPIRouter, type Document, type Operation } from 'openapi-backend';

/** The characters of a parameter in a path. IDs and codes never need escaping. */
const PLAIN = /^[A-Za-z0-9._~-]+$/;

/** The paths of the contract as a tree of their segments. */
interface Node {
  readonly children: Map<string, Node>;
  /** The child for any segment, such as `{id}`. */
  parameter: Node | undefined;
  /** The routes of the path that ends here, by method in upper case. */
  readonly routes: Map<string, Route>;
}

interface Route {
  readonly operation: Operation;
  /** The names of the parameters in its path, with the positions of their segments. */
  readonly parameters: readonly (readonly [name: string, position: number])[];
}

/** The operation of a request, with the parameters in its path as they were sent. */
interface Match {
  readonly operation: Operation;
  readonly pathParameters: Record<string, string>;
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
      const segments = segmentsOf(operation.path);
      for (const segment of segments) node = childOf(node, segment);
      node.routes.set(operation.method.toUpperCase(), {
        operation,
        parameters: segments.flatMap((segment, position) =>
          isParameter(segment) ? [[segment.slice(1, -1), position] as const] : [],
        ),
      });
    }
  }

  override getOperations(): Operation[] {
    return this.#operations;
  }

  override getOperation(operationId: string): Operation | undefined {
    return this.#byId.get(operationId);
  }

  /** Finds the operation of a request; undefined when the contract has none. @param method in upper case */
  match(method: string, path: string): Match | undefined {
    const segments = segmentsOf(path);
    const route = this.#find(segments)?.routes.get(method);
    if (route === undefined) return undefined;
    const pathParameters: Record<string, string> = {};
    for (const [name, position] of route.parameters)
      pathParameters[name] = segments[position] ?? '';
    return { operation: route.operation, pathParameters };
  }

  /**
   * The methods of a path in upper case; HEAD is among them if GET is. Undefined when the contract has no such path.
   */
  methodsOf(path: string): string[] | undefined {
    const routes = this.#find(segmentsOf(path))?.routes;
    if (routes === undefined || routes.size === 0) return undefined;
    return [...routes.keys()].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method));
  }

  #find(segments: readonly string[]): Node | undefined {
    let node: Node | undefined = this.#root;
    for (const segment of segments) {
      node = node.children.get(segment) ?? (PLAIN.test(segment) ? node.parameter : undefined);
      if (node === undefined) return undefined;
    }
    return node;
  }
}

function segmentsOf(path: string): string[] {
  const [, ...segments] = path.split('/');
  if (segments.length > 1 && segments.at(-1) === '') segments.pop();
  return segments;
}

/** True for a parameter in a path of the contract, such as `{id}`. */
function isParameter(segment: string): boolean {
  return segment.startsWith('{');
}

function newNode(): Node {
  return { children: new Map(), parameter: undefined, routes: new Map() };
}

function childOf(node: Node, segment: string): Node {
  if (isParameter(segment)) return (node.parameter ??= newNode());
  const child = node.children.get(segment) ?? newNode();
  node.children.set(segment, child);
  return child;
}
