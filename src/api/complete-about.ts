import type { Deps } from '../deps.ts';
import type { About } from '../rules/about.ts';
import type { AuditEvent } from '../rules/audit-event.ts';
import { storableEmail } from '../store/storable-text.ts';

/**
 * Completes what an audit entry is about: the user's ID or e-mail address, and the product and key of the license that
 * the request names by ID.
 */
export async function completeAbout(
  about: About,
  subject: AuditEvent['subject'],
  store: Deps['store'],
): Promise<About> {
  const { email } = about;
  const licenseUserId = subject?.kind === 'license_user' ? subject.id : about.licenseUserId;
  const user = await findUser(store, email, licenseUserId);
  const license =
    about.product === undefined && subject?.kind === 'license'
      ? await store.licenses.find(subject.id)
      : undefined;
  return {
    ...about,
    licenseUserId: licenseUserId ?? user?.id,
    email: email ?? user?.email,
    product: about.product ?? license?.product_code,
    licenseKey: about.licenseKey ?? license?.license_key ?? undefined,
  };
}

/** Finds the license user by ID or e-mail address. Undefined when there is none, or nothing to look up. */
async function findUser(
  { licenseUsers }: Deps['store'],
  email: string | undefined,
  id: number | undefined,
): Promise<{ readonly id: number; readonly email: string } | undefined> {
  if (id !== undefined) return email === undefined ? licenseUsers.find(id) : undefined;
  return email === undefined ? undefined : licenseUsers.findByEmail(storableEmail(email));
}
