import type { AuditEvent } from './audit.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import type { OperationRequest } from './operation.ts';

type Request = Pick<OperationRequest<'activateLicense'>, 'operationId' | 'origin'> & {
  readonly query?: unknown;
  readonly body?: unknown;
  readonly path?: unknown;
};

/** What a refused request may have named, and nobody could use. License keys, passwords and tokens are not here. */
const NAMED = ['id', 'product', 'customer_account_code', 'username', 'hardware_id'] as const;

/**
 * Runs an operation, and writes its refusal into the audit log. Public operations refuse nobody; reading in the Admin
 * API is not worth a row.
 * @param operation that of the contract
 */
export async function auditRefusal<Reply>(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  request: Request,
  operation: { readonly tags?: readonly string[] },
  run: () => Promise<Reply>,
): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ApiError && error.status < 500 && isAudited(request)) {
      const { operationId: action, origin } = request;
      const { code } = error;
      const subject = error.audit.subject ?? namedByPath(request, operation.tags);
      const detail = { ...namedIn(request), ...error.audit.detail };
      const event = { action, outcome: 'refused', code, subject, detail } as const;
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

/**
 * What an operation of the Admin API is about: its path has the id, its tag the kind, in the plural.
 * `admin/license-users` is about a `license_user`.
 */
function namedByPath({ path }: Request, [tag = '']: readonly string[] = []): AuditEvent['subject'] {
  const id = Number((path as { id?: unknown } | undefined)?.id);
  const [, plural] = /^admin\/(.+)s$/.exec(tag) ?? [];
  if (plural === undefined || !Number.isSafeInteger(id) || id < 1) return undefined;
  const kind = plural.replaceAll('-', '_') as NonNullable<AuditEvent['subject']>['kind'];
  return { kind, id };
}
