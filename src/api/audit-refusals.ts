import type { AuditEvent } from '../rules/audit-event.ts';
import type { Deps } from '../deps.ts';
import { ApiError } from '../rules/errors.ts';
import { completeAbout } from './complete-about.ts';
import type { Exchange, Step } from './exchange.ts';

/** What else a refused request may have named, and nobody could use. Passwords, codes and tokens are not here. */
const NAMED = ['id', 'license_id', 'customer_account_code'] as const;

/**
 * Writes refusals into the audit log: why, whom they concern, and what they were about. Public operations refuse
 * nobody; reading in the Admin API is not worth a row.
 */
export function auditRefusals({ store, clock }: Pick<Deps, 'store' | 'clock'>): Step {
  return async (exchange, next) => {
    try {
      await next();
    } catch (error) {
      const origin = exchange.caller?.origin;
      if (origin !== undefined && error instanceof ApiError && isAudited(exchange, error)) {
        const { about = {} } = exchange;
        const event = eventOf(exchange, error);
        const complete = () => completeAbout(about, event.subject, store);
        const now = clock();
        // Whoever may change everything is told of one by one. Applications are many, and ask again and again.
        if (origin.actorKind === 'admin_token') {
          await store.audit.record(origin, { ...event, about: await complete() }, now);
        } else {
          await store.audit.recordRefusal(origin, { ...event, about }, now, complete);
        }
      }
      throw error;
    }
  };
}

function isAudited({ caller, endpoint, about }: Exchange, { code, status }: ApiError): boolean {
  // Whoever is not listened to any more cannot fill the log.
  if (status >= 500 || code === 'too_many_requests') return false;
  if (caller?.scheme === 'adminToken') return !/^(get|list)/.test(endpoint.operationId);
  // Applications that do not fit the contract are many, and tell nothing of a license.
  return about !== undefined;
}

function eventOf(exchange: Exchange, error: ApiError) {
  const { code, message, detail: reason, audit } = error;
  const { operationId: action, operation } = exchange.endpoint;
  const subject = audit.subject ?? namedByPath(exchange, operation.tags);
  const words = exchange.about && { message, reason };
  const detail = { ...namedIn(exchange), ...words, ...audit.detail };
  return { action, outcome: 'refused', code, subject, detail } as const;
}

/** Of a request that does not fit the contract, the path alone: anything may be a password in the wrong place. */
function namedIn({ query, body, pathParameters, about }: Exchange): Record<string, unknown> {
  const given = { ...(about && query), ...(about && (body as object)), ...pathParameters };
  const named = Object.entries(given).filter(([name]) =>
    (NAMED as readonly string[]).includes(name),
  );
  return Object.fromEntries(named);
}

/**
 * What an operation of the Admin API is about: its path has the id, its tag the kind, in the plural.
 * `admin/license-users` is about a `license_user`.
 */
function namedByPath(
  { pathParameters }: Exchange,
  [tag = '']: readonly string[] = [],
): AuditEvent['subject'] {
  const id = Number(pathParameters['id']);
  const [, plural] = /^admin\/(.+)s$/.exec(tag) ?? [];
  if (plural === undefined || !Number.isSafeInteger(id) || id < 1) return undefined;
  const kind = plural.replaceAll('-', '_') as NonNullable<AuditEvent['subject']>['kind'];
  return { kind, id };
}
