import type { components } from '../../../generated/openapi.d.ts';
import type { Origin } from '../../rules/audit-event.ts';
import { ApiError } from '../../rules/errors.ts';
import { normalizeEmail } from '../../rules/license-user.ts';
import { newId } from '../../rules/ids.ts';
import { defaultsOf } from '../../contract/defaults.ts';
import type { Tables } from '../../store/tables.ts';

type Schemas = components['schemas'];

/** A license user to whom a license is issued. */
interface NamedUser {
  readonly id: number;
  readonly email: string;
  /** The maximum number of active devices of this user; null for no limit. */
  readonly max_activations: number | null;
}

/**
 * Finds the license users that a new license names, and creates the missing ones if the request has `create_users`.
 * @param by the caller, for the audit log
 * @throws ApiError validation_error, which names a user that is unknown or repeated
 */
export async function namedUsers(
  store: Tables,
  body: Pick<Schemas['NewLicense'], 'users' | 'create_users'>,
  by: { origin: Origin; now: Date },
): Promise<NamedUser[]> {
  const named: NamedUser[] = [];
  for (const [index, user] of (body.users ?? []).entries()) {
    const field = `body.users.${index}`;
    const { id, email } =
      (await find(store, user, field)) ?? (await create(store, user, field, body, by));
    if (named.some((other) => other.id === id)) throw invalidField(field, 'is repeated');
    named.push({ id, email, max_activations: user.max_activations });
  }
  return named;
}

async function find(
  store: Tables,
  { license_user_id: id, email }: Schemas['NewAssignment'],
  field: string,
): Promise<Pick<NamedUser, 'id' | 'email'> | undefined> {
  if ((id === undefined) === (email === undefined)) {
    throw invalidField(field, 'needs either license_user_id or email');
  }
  return id === undefined
    ? store.licenseUsers.findByEmail(normalizeEmail(email ?? ''))
    : store.licenseUsers.find(id);
}

async function create(
  store: Tables,
  { license_user_id: missing, email = '' }: Schemas['NewAssignment'],
  field: string,
  { create_users: mayCreate }: Pick<Schemas['NewLicense'], 'create_users'>,
  { origin, now }: { origin: Origin; now: Date },
): Promise<Pick<NamedUser, 'id' | 'email'>> {
  if (missing !== undefined)
    throw invalidField(field, `there is no license user with the id ${missing}`);
  if (!mayCreate) {
    throw invalidField(field, `there is no license user ${email}; set create_users to create them`);
  }
  const user = {
    ...defaultsOf('NewLicenseUser'),
    id: newId(),
    email: normalizeEmail(email),
    password_hash: null,
    is_initial_password: false,
  };
  await store.licenseUsers.create(user, now);
  const subject = { kind: 'license_user', id: user.id } as const;
  const about = { email: user.email, licenseUserId: user.id };
  await store.audit.record(
    origin,
    { action: 'createLicenseUser', outcome: 'done', subject, about },
    now,
  );
  return user;
}

function invalidField(field: string, why: string): ApiError {
  return new ApiError('validation_error', `${field} ${why}`);
}
