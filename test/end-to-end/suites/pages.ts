import { expect, it } from '@jest/globals';
import type { Grant } from '../../../examples/desktop-app/sign-in.ts';
import { expectDenied } from '../expect-denied.ts';
import type { Stage } from '../stage.ts';
import { DAVE, SIGNED_IN } from '../world.ts';

/** What goes wrong on the way, and how the person gets on or back. */
export function describePages({ world, newUser }: Stage, grant: Grant): void {
  it('Cancel on the sign-in page returns access_denied to the application', async () => {
    const user = await newUser();
    await expectDenied(world(), user, { account: 'globex', grant }, () => user.press('Cancel'));
  });

  it('Cancel at the identity provider shows a page that returns to the application', async () => {
    const user = await newUser();
    await expectDenied(world(), user, { account: 'initech', grant }, async () => {
      await user.press('Cancel');
      expect(await user.page()).toMatchObject({
        heading: 'Sign-in was refused',
        alert: 'Initech’s identity provider did not sign you in.',
      });
      await user.press('Back to the application');
    });
  });

  it('an identity provider that is down leads to a page to try again or return to the application', async () => {
    const user = await newUser();
    await expectDenied(
      world(),
      user,
      { account: 'umbrella', grant },
      async () => {
        expect((await user.page()).heading).toBe('Could not reach Umbrella');
        await user.press('Try again');
        expect((await user.page()).heading).toBe('Could not reach Umbrella');
        await user.press('Back to the application');
      },
      'temporarily_unavailable',
    );
  });

  it('a wrong password is asked for again, and the right one signs in', async () => {
    const user = await newUser();
    await world().application.signIn(user, { account: 'globex', grant }, async () => {
      await user.typePassword(DAVE, 'wrong');
      expect(await user.page()).toMatchObject({
        heading: 'Sign in to Globex to use Demo',
        alert: 'The e-mail address or the password is wrong. Try again.',
        email: DAVE,
      });
      await user.typePassword(DAVE, world().password);
    });
    expect((await user.page()).heading).toBe(SIGNED_IN);
  });

  it('an account with passwords asks once in a browser, until the user signs out', async () => {
    const user = await newUser();
    const signIn = (acts: () => Promise<void>) =>
      world().application.signIn(user, { account: 'globex', grant }, acts);
    await signIn(() => user.typePassword(DAVE, world().password));
    await signIn(() => Promise.resolve());

    await user.open(`${world().server.url}/oidc/session/end`);
    expect((await user.page()).heading).toBe('Sign out?');
    await user.press('Sign out');
    expect((await user.page()).heading).toBe('You are signed out');
    await signIn(() => user.typePassword(DAVE, world().password));
  });
}
