import { expect } from '@jest/globals';
import type { Grant } from '../../examples/desktop-app/sign-in.ts';
import type { User } from '../support/user.ts';
import type { World } from './world.ts';

const NOT_SIGNED_IN = 'You are not signed in. You can close this window.';

/** The application waits for somebody who then does not sign in. */
export async function expectDenied(
  { application }: World,
  user: User,
  request: { account: string; grant: Grant },
  acts: () => Promise<void>,
  error = 'access_denied',
): Promise<void> {
  const signedIn = application.signIn(user, request, acts);
  await expect(signedIn).rejects.toMatchObject({ code: 'sign_in_failed' });
  expect((await user.page()).heading).toBe(NOT_SIGNED_IN);
  const { location = '' } = user.visits.findLast((visit) => visit.location !== undefined) ?? {};
  const result = new URL(location);
  const [here, nowhere] =
    request.grant === 'code' ? [result.search, result.hash] : [result.hash, result.search];
  expect(here).toMatch(new RegExp(`[?#&]error=${error}&`));
  expect(nowhere).toBe('');
}
