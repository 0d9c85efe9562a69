import { OpenAPIRouter, type Document, type Operation, type Request } from 'openapi-backend';

/**
 * openapi-backend's router with its lookups made at start-up: its own lists every operation of the contract anew
 * on each request. Paths without parameters are found in one step; one slash at the end is ignored.
 */
export class ContractRouter extends OpenAPIRouter {
  readonly #operations: Operation[];
  readonly #byRoute: ReadonlyMap<string, Operation>;
  readonly #byId: ReadonlyMap<string, Operation>;
  readonly #methodsByPath: ReadonlyMap<string, string[]>;

  constructor(definition: Document) {
    super({ definition, apiRoot: '/', ignoreTrailingSlashes: false });
    this.#operations = super.getOperations();
    this.#byRoute = new Map(this.#operations.map((one) => [`${one.method} ${one.path}`, one]));
    this.#byId = new Map(this.#operations.map((one) => [one.operationId ?? '', one]));
    const paths = Map.groupBy(this.#operations, (one) => one.path);
    this.#methodsByPath = new Map(
      [...paths].map(([path, all]) => [path, all.map((one) => one.method.toUpperCase())]),
    );
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
    const found = this.#byRoute.get(`${request.method.toLowerCase()} ${normalize(request.path)}`);
    if (found === undefined && strict === true) throw new Error('404-notFound');
    return found;
  }

  /** The methods of a path, in upper case; undefined where the contract has no such path. */
  methodsOf(path: string): string[] | undefined {
    return this.#methodsByPath.get(normalize(path));
  }
}

function normalize(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
