import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import type { OperationRequest } from './operation.ts';

type Request = Pick<
  OperationRequest<'activateLicense'>,
  'operationId' | 'origin' | 'apiKey' | 'adminToken'
> & { readonly query: unknown; readonly body: unknown; readonly path: unknown };

/** What a refused request may have named, and nobody could use. License keys, passwords and tokens are not here. */
const NAMED = ['id', 'product', 'customer_account_code', 'username', 'hardware_id'] as const;

/**
 * Runs an operation, and writes its refusal into the audit log. Public operations refuse nobody; reading in the Admin
 * API is not worth a row.
 */
export async function auditRefusal<Reply>(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  request: Request,
  run: () => Promise<Reply>,
): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ApiError && error.status < 500 && isAudited(request)) {
      const { operationId: action, origin } = request;
      const { code } = error;
      const event = { action, outcome: 'refused', code, detail: namedIn(request) } as const;
      await store.audit.record(origin, event, clock());
    }
    throw error;
  }
}

function isAudited({ origin, operationId }: Request): boolean {
  return origin.actorKind === 'api_key' || !/^(get|list)/.test(operationId);
}

function namedIn({ query, body, path }: Request): Record<string, unknown> {
  const given = { ...(query as object), ...(body as object), ...(path as object) };
  const named = Object.entries(given).filter(([name]) =>
    (NAMED as readonly string[]).includes(name),
  );
  return Object.fromEntries(named);
}
