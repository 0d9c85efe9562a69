import type Koa from 'koa';
import compose from 'koa-compose';
import { openContract } from '../contract/openapi.ts';
import type { Deps } from '../deps.ts';
import type { Limits } from '../limits/limits.ts';
import type { Admission } from '../web/admission.ts';
import { admit } from './admit.ts';
import { auditRefusals } from './audit-refusals.ts';
import { authenticate } from './authenticate.ts';
import { countCaller } from './count-caller.ts';
import type { Exchange } from './exchange.ts';
import { findOperation } from './find-operation.ts';
import { limitGuesses } from './limit-guesses.ts';
import { parseParameters } from './parse-parameters.ts';
import { receiveBody } from './receive-body.ts';
import { run } from './run.ts';
import { sign } from './sign.ts';
import { validate } from './validate.ts';

/**
 * Serves the contract. The steps of a request are in the order of docs/pages/decisions.md#order-of-checks.
 * openapi-backend routes and validates, but its own hooks are not used: one step here audits the refusals of both
 * validation and operations. Every refusal is thrown as `ApiError`.
 */
export async function createApi(
  deps: Deps,
  limits: Limits,
  admission: Admission,
): Promise<Koa.Middleware> {
  const { router, validator } = await openContract();
  const find = findOperation(router);
  const steps = compose<Exchange>([
    receiveBody,
    admit(admission),
    authenticate(deps, limits),
    countCaller(limits),
    parseParameters,
    auditRefusals(deps),
    validate(validator),
    limitGuesses(limits),
    run(deps, limits),
    sign(deps),
  ]);
  return (ctx) => steps(find(ctx));
}
