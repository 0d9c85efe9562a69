import type { About } from '../rules/about.ts';
import type { AuditEvent } from '../rules/audit-event.ts';
import type { Deps } from '../deps.ts';
import { ApiError } from '../rules/errors.ts';
import type { OperationRequest } from '../contract/operation.ts';
import { storableEmail } from '../store/storable-text.ts';

type Request = Pick<OperationRequest<'activateLicense'>, 'operationId' | 'origin'> & {
  readonly query?: unknown;
  readonly body?: unknown;
  readonly path?: unknown;
  /** Undefined where nothing may be kept of what was sent. */
  readonly about?: About;
};

/** What else a refused request may have named, and nobody could use. Passwords, codes and tokens are not here. */
const NAMED = ['id', 'license_id', 'customer_account_code'] as const;

/**
 * Runs an operation, and writes its refusal into the audit log: why, whom it concerns, and what it was about. Public
 * operations refuse nobody; reading in the Admin API is not worth a row.
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
    if (error instanceof ApiError && error.status < 500 && isAudited(request, error)) {
      const { operationId: action, origin } = request;
      const { code } = error;
      const subject = error.audit.subject ?? namedByPath(request, operation.tags);
      const words = request.about && { message: error.message, reason: error.detail };
      const detail = { ...namedIn(request), ...words, ...error.audit.detail };
      const event = { action, outcome: 'refused', code, subject, detail } as const;
      const { about = {} } = request;
      const complete = () => completed(about, subject, store);
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
}

function isAudited({ origin, operationId }: Request, { code }: ApiError): boolean {
  // Whoever is not listened to any more cannot fill the log.
  if (code === 'too_many_requests') return false;
  return origin.actorKind === 'api_key' || !/^(get|list)/.test(operationId);
}

function namedIn({ query, body, path }: Request): Record<string, unknown> {
  const given = { ...(query as object), ...(body as object), ...(path as object) };
  const named = Object.entries(given).filter(([name]) =>
    (NAMED as readonly string[]).includes(name),
  );
  return Object.fromEntries(named);
}

/** Adds the rest of the person, and what the ids lead to that stand in the path of a request to the Admin API. */
async function completed(
  about: About,
  subject: AuditEvent['subject'],
  store: Deps['store'],
): Promise<About> {
  const { email } = about;
  const licenseUserId = subject?.kind === 'license_user' ? subject.id : about.licenseUserId;
  const user = await findUser(store, email, licenseUserId);
  const license =
    about.product === undefined && subject?.kind === 'license'
      ? await store.issuedLicenses.find(subject.id)
      : undefined;
  return {
    ...about,
    licenseUserId: licenseUserId ?? user?.id,
    email: email ?? user?.email,
    product: about.product ?? license?.product_code,
    licenseKey: about.licenseKey ?? license?.license_key ?? undefined,
  };
}

/** The person of whom one thing is known. */
async function findUser(
  { licenseUsers }: Deps['store'],
  email: string | undefined,
  id: number | undefined,
): Promise<{ readonly id: number; readonly email: string } | undefined> {
  if (id !== undefined) return email === undefined ? licenseUsers.find(id) : undefined;
  return email === undefined ? undefined : licenseUsers.findByEmail(storableEmail(email));
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
