import type Koa from 'koa';
import { OpenAPIBackend, type Context, type Request } from 'openapi-backend';
import { aboutRequest } from '../rules/about.ts';
import { type Admission, tooBusy } from '../web/admission.ts';
import { ContractRouter, withoutSlash } from '../contract/contract-router.ts';
import type { Origin } from '../rules/audit-event.ts';
import { auditRefusal } from './audit-refusal.ts';
import { parseContract } from '../contract/contract.ts';
import type { Deps } from '../deps.ts';
import { ApiError, notFound } from '../rules/errors.ts';
import { limitCaller } from '../limits/limit-caller.ts';
import { limitGuesses } from '../limits/limit-guesses.ts';
import type { Limits } from '../limits/limits.ts';
import type { OperationRequest } from '../contract/operation.ts';
import { type LenientParameters, lenientParameters } from '../contract/lenient-parameters.ts';
import { operations } from './operations.ts';
import { refuseMisfit } from '../contract/refuse-misfit.ts';
import { writeReply } from '../web/reply.ts';
import { parseJson, readBody } from '../web/request-body.ts';
import type { AdminToken } from '../rules/admin-token.ts';
import { adminToken } from '../schemes/adminToken.ts';
import type { ApiKey } from '../rules/api-key.ts';
import { requestSignature } from '../schemes/requestSignature.ts';
import { refuseUnstorableText } from '../contract/unstorable-text.ts';

/** A request on its way through openapi-backend, with the parts of it that come to light on that way. */
interface Exchange extends Request {
  readonly rawHeaders: readonly string[];
  readonly bytes: Buffer | undefined;
  /** Undefined outside the License API, where nothing is forgiven. */
  readonly lenient: LenientParameters | undefined;
  body?: unknown;
}

interface OperationReply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** The paths where other clients than ours are forgiven how they write things. */
const LICENSE_API = '/api/';
/** Whoever asks for the server's health is never too many. */
const HEALTH = '/health/';

/** Compiled by the first server of a process: they are of the contract alone. */
let validators: OpenAPIBackend['validator']['requestValidators'] | undefined;

/** The handlers named like the contract's security schemes. */
const securityHandlers = { requestSignature, adminToken };

/**
 * Serves the contract: routes, checks the signature, counts, validates, runs the operation, writes the reply. In the
 * order of docs/pages/decisions.md#order-of-checks; every refusal is thrown.
 */
export async function createApi(
  deps: Deps,
  limits: Limits,
  admission: Admission,
): Promise<Koa.Middleware> {
  const backend = new OpenAPIBackend({
    definition: parseContract(),
    strict: true,
    // Without it the document is validated at each start, as OpenAPI 3.0: Redocly lints it as the 3.1 it is.
    quick: true,
    coerceTypes: true,
    // Verbose: what refuses a misfit sees the schema, with its example.
    ajvOpts: {
      allErrors: true,
      verbose: true,
      strict: false,
      useDefaults: true,
      discriminator: true,
      // Redocly lints the schemas. Ajv would compile the schema of schemas anew for each operation, at each start.
      validateSchema: false,
      meta: false,
    },
    handlers: {
      ...operationHandlers(deps, limits),
      // Runs before the check for authorization: only a signed request is worth parsing.
      postSecurityHandler: (context: Context, exchange: Exchange, ctx: Koa.Context) => {
        const { apiKey, token } = askedBy(context, ctx);
        Object.assign(ctx.state, { apiKeyId: apiKey?.id, adminTokenId: token?.id });
        if (isRefused(context)) return;
        const body = exchange.bytes && parseJson(exchange.bytes, exchange.headers);
        exchange.body = exchange.lenient?.body(body) ?? body;
        if (exchange.lenient === undefined) return;
        refuseUnstorableText('query', exchange.query);
        refuseUnstorableText('body', exchange.body);
      },
      unauthorizedHandler: (context: Context) => {
        throw refusalOf(context);
      },
      validationFail: (context: Context, _exchange: Exchange, ctx: Koa.Context) => {
        const { origin } = askedBy(context, ctx);
        const refuse = (): Promise<never> =>
          Promise.reject(refuseMisfit(context.validation.errors ?? []));
        // Applications that do not fit the contract are many, and tell nothing of a license.
        if (origin.actorKind !== 'admin_token') return refuse();
        const { operation } = context;
        const { operationId = '' } = operation;
        // Nothing of the body: what does not fit may be a password in the wrong place.
        const request = { operationId, origin, path: pathOf(context) };
        return auditRefusal(deps, request, operation, refuse);
      },
      notFound: () => {
        throw notFound();
      },
      methodNotAllowed: () => {
        throw notFound();
      },
      notImplemented: (context: Context) => {
        throw new Error(`no handler for ${context.operation.operationId ?? 'an operation'}`);
      },
    },
    securityHandlers: Object.fromEntries(
      Object.entries(securityHandlers).map(([scheme, handler]) => {
        const caller = limits.callers[scheme as keyof typeof securityHandlers];
        const byAddress = limits.callersByAddress[scheme as keyof typeof securityHandlers];
        return [
          scheme,
          (_context: Context, { rawHeaders }: Exchange, ctx: Koa.Context) =>
            limitCaller<AdminToken | ApiKey>({ ...limits, caller, byAddress }, ctx.ip, () =>
              handler(deps, rawHeaders),
            ),
        ];
      }),
    ),
  });
  await backend.init();
  assertSchemesHandled(backend);
  const router = new ContractRouter(backend.definition);
  backend.router = router;
  backend.validator.router = router;
  if (validators === undefined) backend.validator.preCompileRequestValidators();
  validators ??= backend.validator.requestValidators;
  backend.validator.requestValidators = validators;
  const lenient = new Map(
    router
      .getOperations()
      .filter(({ path }) => path.startsWith(LICENSE_API))
      .map((operation) => [operation.operationId, lenientParameters(operation)]),
  );

  return async (ctx) => {
    const methods = router.methodsOf(ctx.path);
    if (methods === undefined) throw notFound();
    if (!methods.includes(ctx.method)) {
      const allow = methods.join(', ');
      throw new ApiError('method_not_allowed', `Use ${allow} here.`, { headers: { Allow: allow } });
    }
    // Koa leaves the body of the answer out (RFC 9110, section 9.3.2).
    const method = ctx.method === 'HEAD' ? 'GET' : ctx.method;
    const path = withoutSlash(ctx.path);
    const matched = router.matchOperation({ method, path, headers: {} });
    Object.assign(ctx.state, { operationId: matched?.operationId, route: matched?.path });
    const forgiven = lenient.get(matched?.operationId);
    const query = forgiven?.query(ctx.query) ?? { ...ctx.query };
    const exchange: Exchange = {
      method,
      path,
      query: query as Record<string, string | string[]>,
      lenient: forgiven,
      headers: ctx.headers as Record<string, string | string[]>,
      rawHeaders: ctx.req.rawHeaders,
      // What is sent to an operation without a body says nothing to it.
      bytes: matched?.requestBody === undefined ? undefined : await readBody(ctx.req),
    };
    const work = async () => {
      const reply = (await backend.handleRequest(exchange, exchange, ctx)) as OperationReply;
      await writeReply(ctx, deps.keys.current.response, reply);
    };
    if (path.startsWith(HEALTH)) return work();
    // Only now: a body that is still on its way is no work.
    if (admission.refuses()) throw tooBusy();
    const leave = admission.enter();
    await work().finally(leave);
  };
}

function operationHandlers(deps: Deps, { guesses }: Limits) {
  type AnyOperation = (
    deps: Deps,
    request: OperationRequest<'getSsoUrl'>,
  ) => Promise<OperationReply>;
  return Object.fromEntries(
    Object.entries(operations).map(([operationId, operation]) => [
      operationId,
      (context: Context, exchange: Exchange, ctx: Koa.Context) => {
        const { apiKey, token, origin } = askedBy(context, ctx);
        const query: unknown = context.request.query;
        const path = pathOf(context);
        const { body } = exchange;
        const headers = declaredHeaders(context, exchange);
        // The contract ties id, input and handler together; the compiler cannot follow that through a map.
        const given: unknown = {
          operationId,
          query,
          path,
          headers,
          body,
          apiKey,
          adminToken: token,
          origin,
          about: aboutRequest({ query, body, path }),
          guessPassword: (email: string, isRight: () => Promise<boolean>) =>
            guesses.password({ email, address: origin.address ?? '' }, isRight),
        };
        const request = given as OperationRequest<'getSsoUrl'>;
        const run = () => (operation as unknown as AnyOperation)(deps, request);
        // Within the audit, which has nothing of whoever is not listened to any more.
        return auditRefusal(deps, request, context.operation, () =>
          limitGuesses(guesses, request, run),
        );
      },
    ]),
  );
}

/** openapi-backend reads the path anew after it has coerced it: its numbers are texts again. */
function pathOf({ validation }: Context): unknown {
  return ((validation.coerced ?? {}) as { params?: unknown }).params;
}

/** Who a request comes from, after the security handlers. */
function askedBy(context: Context, ctx: Koa.Context) {
  const apiKey = context.security['requestSignature'] as ApiKey | undefined;
  const token = context.security['adminToken'] as AdminToken | undefined;
  const origin: Origin = {
    actorKind: token === undefined ? 'api_key' : 'admin_token',
    actorId: String(token?.id ?? apiKey?.id),
    address: ctx.ip,
    requestId: String(ctx.state['requestId']),
  };
  return { apiKey, token, origin };
}

/** A scheme without a handler would refuse every request, at run time (measured on openapi-backend 5.21). */
function assertSchemesHandled(backend: OpenAPIBackend): void {
  const schemes = Object.keys(backend.definition.components?.securitySchemes ?? {});
  const unhandled = schemes.filter((scheme) => !(scheme in securityHandlers));
  if (unhandled.length > 0) throw new Error(`no security handler for ${unhandled.join(', ')}`);
}

/** What the security handler threw: openapi-backend keeps it in place of the handler's result. */
function refusalOf(context: Context): unknown {
  for (const result of Object.values(context.security)) {
    const { error } = (result ?? {}) as { error?: unknown };
    if (error !== undefined) return error;
  }
  return new Error('the request was not authorized, and nothing says why');
}

function isRefused(context: Context): boolean {
  const required = (context.operation.security ?? []).length > 0;
  return required && !context.security.authorized;
}

/** The headers that the operation declares, as it spells them. Any other says nothing to it. */
function declaredHeaders({ operation }: Context, request: Request): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const parameter of operation.parameters ?? []) {
    if ('$ref' in parameter || parameter.in !== 'header') continue;
    const value = header(request, parameter.name.toLowerCase());
    if (value !== undefined) headers[parameter.name] = value;
  }
  return headers;
}

function header(request: Request, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
