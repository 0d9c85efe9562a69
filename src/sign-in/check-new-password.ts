import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../security/password.ts';
import { type Message, message } from '../pages/texts/texts.ts';

/** @returns the problem with the new password in a form; undefined when it is valid */
export function checkNewPassword(form: URLSearchParams): Message | undefined {
  const password = form.get('new_password') ?? '';
  // The length in code points, as in the contract.
  const { length } = Array.from(password);
  if (length < SHORTEST_PASSWORD) return message('password.short', { least: SHORTEST_PASSWORD });
  if (length > LONGEST_PASSWORD) return message('password.long', { most: LONGEST_PASSWORD });
  if (password !== form.get('again')) return message('password.different', {});
  return password === form.get('password') ? message('password.same', {}) : undefined;
}
