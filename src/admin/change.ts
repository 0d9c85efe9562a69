import { createHash } from 'node:crypto';
import type { About } from '../rules/about.ts';
import type { AuditEvent } from '../rules/audit-event.ts';
import type { Deps } from '../deps.ts';
import { ApiError } from '../rules/errors.ts';
import type { AdminId, AdminRequest } from '../contract/operation.ts';
import { isDuplicate, isForeignKeyViolation } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';

/** Milliseconds for which an Idempotency-Key is stored. */
const IDEMPOTENCY_KEPT = 24 * 3_600_000;

type Request = Pick<AdminRequest<AdminId>, 'operationId' | 'adminToken' | 'origin'> & {
  readonly headers: { readonly 'Idempotency-Key'?: string; readonly 'If-Match'?: string };
  readonly path: unknown;
  readonly body: unknown;
};

/** The result of a change: the response, and its entry in the audit log. */
export interface Change<Response> {
  readonly response: Response;
  readonly subject: NonNullable<AuditEvent['subject']>;
  readonly about?: About;
  /** Never a secret. For an update, the names of the changed fields. */
  readonly detail?: Record<string, unknown>;
}

/**
 * Makes a change of the Admin API. The change, its audit entry and the response for its Idempotency-Key are stored in
 * one transaction. `work` must not do anything slow, since others wait for it.
 * @throws ApiError idempotency_key_used; already_exists and in_use when a concurrent request caused the conflict; those
 * of `work`
 */
export async function change<Response>(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  request: Request,
  work: (store: Tables, now: Date) => Promise<Change<Response>>,
): Promise<Response> {
  const { operationId: action, adminToken, origin, headers } = request;
  const now = clock();
  const key = headers['Idempotency-Key'];
  const make = () =>
    store.transaction(async (tables) => {
      const carryOut = async () => {
        const { response, subject, about, detail } = await work(tables, now);
        const event = {
          action,
          outcome: 'done',
          subject,
          about,
          ...(detail && { detail }),
        } as const;
        await tables.audit.record(origin, event, now);
        return response;
      };
      if (key === undefined) return carryOut();
      const once = { admin_token_id: adminToken.id, idempotency_key: key };
      const expiresAt = new Date(now.getTime() + IDEMPOTENCY_KEPT);
      const sent = { fingerprint: fingerprintOf(request), expiresAt };
      const kept = await tables.idempotencyKeys.once(once, sent, now, carryOut);
      if (kept !== undefined) return kept.answer;
      throw new ApiError(
        'idempotency_key_used',
        'This Idempotency-Key was used for another request. Send a new one.',
      );
    });
  try {
    // Another request may have been faster after `work` had checked. `work` runs again and names the fault.
    return await make().catch((error: unknown) => {
      if (isDuplicate(error) || isForeignKeyViolation(error)) return make();
      throw error;
    });
  } catch (error) {
    if (isDuplicate(error)) throw alreadyExists('A resource with this name exists already.', error);
    if (isForeignKeyViolation(error)) throw inUse('Other resources refer to it.', error);
    throw error;
  }
}

/**
 * Checks that neither a product nor a bundle has the code: requests name both in the same parameter.
 * @throws ApiError already_exists
 */
export async function assertFreeCode(
  store: Pick<Tables, 'products' | 'bundles' | 'lockName'>,
  code: string,
): Promise<void> {
  await store.lockName('code', code);
  for (const what of ['product', 'bundle'] as const) {
    if ((await store[`${what}s`].findByCode(code)) !== undefined) {
      throw alreadyExists(`body.code: there is a ${what} with the code ${code} already.`);
    }
  }
}

/**
 * Checks that neither a license nor a bundle license has the key: requests name both in the same parameter.
 * @throws ApiError already_exists
 */
export async function assertFreeKey(
  store: Pick<Tables, 'licenses' | 'lockName'>,
  licenseKey: string,
): Promise<void> {
  await store.lockName('license key', licenseKey);
  if (await store.licenses.hasKey(licenseKey)) {
    throw alreadyExists('body.license_key: another license has this key.');
  }
}

export function alreadyExists(message: string, cause?: unknown): ApiError {
  return new ApiError('already_exists', message, { cause });
}

export function inUse(message: string, cause?: unknown): ApiError {
  return new ApiError('in_use', message, { cause });
}

/** @param what the kind of resource, such as `product` */
export function notFoundById(what: string, id: number): ApiError {
  return new ApiError('not_found', `There is no ${what} with the id ${id}.`);
}

/**
 * @param field the field of the body with the ID
 * @param what the kind of resource, such as `product`
 */
export function unknownId(field: string, what: string, id: number): ApiError {
  return new ApiError('validation_error', `body.${field}: there is no ${what} with the id ${id}`);
}

/** Without passwords: a hash of a chosen password could be guessed. */
function fingerprintOf({ operationId, path, body }: Request): string {
  const text = JSON.stringify([operationId, path, body], (name, value: unknown) =>
    name === 'password' ? undefined : value,
  );
  return createHash('sha256').update(text).digest('base64url');
}
