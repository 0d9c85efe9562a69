import type { Deps } from '../deps.ts';
import type { About } from '../rules/about.ts';
import type { AuditEvent } from '../rules/audit-event.ts';
import { storableEmail } from '../store/storable-text.ts';

/** Adds the rest of the person, and what the ids lead to that stand in the path of a request to the Admin API. */
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

/** The person of whom one thing is known. */
async function findUser(
  { licenseUsers }: Deps['store'],
  email: string | undefined,
  id: number | undefined,
): Promise<{ readonly id: number; readonly email: string } | undefined> {
  if (id !== undefined) return email === undefined ? licenseUsers.find(id) : undefined;
  return email === undefined ? undefined : licenseUsers.findByEmail(storableEmail(email));
}
