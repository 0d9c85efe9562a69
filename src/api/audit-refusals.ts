import type { AuditEvent } from '../rules/audit-event.ts';
import type { Deps } from '../deps.ts';
import { ApiError } from '../rules/errors.ts';
import { completeAbout } from './complete-about.ts';
import type { Exchange, Step } from './exchange.ts';

/** Parameters that identify something and are not secret. Passwords, codes and tokens are not in this list. */
const NAMED = ['id', 'license_id', 'customer_account_code'] as const;

/**
 * Writes refusals to the audit log: the code, the user, and what they were about. Refused public requests and refused
 * reads in the Admin API are not written.
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
        // Each refusal of an admin token is written. Applications repeat requests often, so theirs are combined.
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
  // A caller above a rate limit must not fill the log.
  if (status >= 500 || code === 'too_many_requests') return false;
  if (caller?.scheme === 'adminToken') return !/^(get|list)/.test(endpoint.operationId);
  // Invalid requests of applications are frequent, and are about no license.
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

/**
 * The parameters to write. Of an invalid request only those in the path, since any other may contain a password by
 * mistake.
 */
function namedIn({ query, body, pathParameters, about }: Exchange): Record<string, unknown> {
  const given = { ...(about && query), ...(about && (body as object)), ...pathParameters };
  const named = Object.entries(given).filter(([name]) =>
    (NAMED as readonly string[]).includes(name),
  );
  return Object.fromEntries(named);
}

/**
 * The subject of an operation of the Admin API: the ID is in its path, the kind in its tag. `admin/license-users`
 * becomes `license_user`.
 */
function namedByPath(
  { pathParameters }: Exchange,
  [tag = '']: readonly string[] = [],
): AuditEvent['subject'] {
  const id = Number(pathParameters['id']);
  const [, stem, ending] = /^admin\/(.+?)(ies|s)$/.exec(tag) ?? [];
  if (stem === undefined || !Number.isSafeInteger(id) || id < 1) return undefined;
  const singular = ending === 'ies' ? `${stem}y` : stem;
  const kind = singular.replaceAll('-', '_') as NonNullable<AuditEvent['subject']>['kind'];
  return { kind, id };
}
