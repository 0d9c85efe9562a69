import type { Interaction } from '../issuer/interaction.ts';
import type { Tables } from '../store/tables.ts';

const KIND = 'ChangedPassword';

/** Notes, for as long as an interaction lasts, whose password its form has changed. */
export async function noteChangedPassword(
  { records }: Pick<Tables, 'records'>,
  { uid, exp }: Interaction,
  email: string,
): Promise<void> {
  await records.put(KIND, uid, { email }, new Date(exp * 1_000));
}

/** True when the form of an interaction has changed the password of this user. */
export async function hasChangedPassword(
  { records }: Pick<Tables, 'records'>,
  { uid }: Interaction,
  email: string,
): Promise<boolean> {
  const found = await records.find(KIND, uid);
  return found?.payload['email'] === email;
}
