import type Koa from 'koa';
import compose from 'koa-compose';
import type { components } from '../../generated/openapi.d.ts';
import { auditRefusals } from '../api/audit-refusals.ts';
import { countCaller } from '../api/count-caller.ts';
import { endpointOf } from '../api/endpoint.ts';
import { type Exchange, newExchange, type Step } from '../api/exchange.ts';
import { limitGuesses } from '../api/limit-guesses.ts';
import { readLeniently } from '../api/parse-parameters.ts';
import { run } from '../api/run.ts';
import { validate } from '../api/validate.ts';
import { decodeOfflineFile } from '../contract/offline-file.ts';
import { openContract } from '../contract/openapi.ts';
import type { Deps } from '../deps.ts';
import type { Limits } from '../limits/limits.ts';
import { verifyOfflineRequest } from '../offline/offline-request.ts';

type Schemas = components['schemas'];
type Request = Schemas['OfflineRequest'];

/** What a file has done. */
interface Done {
  readonly request: Request;
  readonly body: Schemas['OfflineLicense'] | Schemas['OfflineBundle'] | 'license_deactivated';
}

/**
 * Returns a function that carries out a request file, with the steps of a request to the contract. The caller is what
 * signed the file: whoever uploads it needs no credential. The function throws ApiError: those of the operation.
 */
export async function carryOutFiles(
  deps: Deps,
  limits: Limits,
): Promise<(ctx: Koa.Context, text: string) => Promise<Done>> {
  const { router, validator } = await openContract();
  const endpointFor = (operationId: string) => {
    const operation = router.getOperation(operationId);
    if (operation === undefined) throw new Error(`the contract has no ${operationId}`);
    return endpointOf(operation);
  };
  const endpoints = {
    product: {
      activation: endpointFor('activateOffline'),
      deactivation: endpointFor('deactivateOffline'),
    },
    bundle: {
      activation: endpointFor('activateBundleOffline'),
      deactivation: endpointFor('deactivateBundleOffline'),
    },
  };
  const steps = compose<Exchange>([
    lenient,
    validate(validator),
    identify(deps),
    countCaller(limits),
    auditRefusals(deps),
    limitGuesses(limits),
    run(deps, limits),
  ]);
  return async (ctx, text) => {
    const { file, request } = decodeOfflineFile(text);
    const code = request['product'];
    const isBundle =
      typeof code === 'string' && (await deps.store.bundles.findByCode(code)) !== undefined;
    const endpoint = endpoints[isBundle ? 'bundle' : 'product'][kindOf(request)];
    const exchange: Exchange = {
      ...newExchange(ctx, endpoint),
      query: {},
      body: request,
      file,
    };
    await steps(exchange);
    return {
      request: exchange.body as Request,
      body: exchange.response?.body as Done['body'],
    };
  };
}

const lenient: Step = (exchange, next) => {
  readLeniently(exchange);
  return next();
};

/** Checks the signatures of the file before a refusal is written to the audit log, so that nobody else can fill it. */
function identify(deps: Deps): Step {
  return async (exchange, next) => {
    const { ctx, file, body } = exchange;
    if (file === undefined) return;
    const request = body as Request;
    const { credential } = await verifyOfflineRequest(
      deps,
      { file, body: request, kind: kindOf(request) },
      deps.clock(),
    );
    const origin = {
      actorKind: credential.kind,
      actorId: String(credential.id),
      address: ctx.ip,
      requestId: String(ctx.state['requestId']),
    } as const;
    exchange.caller = { scheme: 'requestSignature', credential, origin };
    await next();
  };
}

/** What a file requests; an activation, unless it says otherwise. */
function kindOf({ request }: { readonly request?: unknown }): 'activation' | 'deactivation' {
  return request === 'deactivation' ? 'deactivation' : 'activation';
}
