import { expect, it } from '@jest/globals';
import type { Stage } from '../stage.ts';
import { ALICE, BOB, CAROL, DAVE, ERIN, people, SIGNED_IN } from '../world.ts';

const code = 'code' as const;

/** What has nothing to do with the grant. */
export function describePeople({ world, newUser }: Stage): void {
  it.each([
    [BOB, 'holds no license', 'license_not_found', 'bob@acme.test has no license of demo'],
    [CAROL, 'holds a disabled license', 'license_not_enabled', 'not enabled'],
  ])('%s, who %s, returns to the application, which gets the error %s', async (...row) => {
    const [email, , refusal, words] = row;
    const user = await newUser();
    await expect(world().activate(user, email)).rejects.toMatchObject({
      code: refusal,
      message: expect.stringContaining(words),
    });
    expect((await user.page()).heading).toBe(SIGNED_IN);
  });

  it.each(people.slice(1))(
    'a user of $account sees no page of Latchkey during a sign-in',
    async ({ account, email }) => {
      const user = await newUser();
      await world().application.signIn(user, { account, grant: code }, () =>
        world().act(user, email),
      );
      const ours = user.visits
        .filter(({ url }) => url.startsWith(world().server.url))
        .filter(({ url }) => !new URL(url).pathname.startsWith('/demo-idp/'));
      expect(ours.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
    },
  );

  it('a user with two seats gets two devices, and a third after one is deactivated', async () => {
    const first = await world().activate(await newUser(), DAVE);
    await world().activate(await newUser(), DAVE);
    await expect(world().activate(await newUser(), DAVE)).rejects.toMatchObject({
      code: 'license_activated_max_times',
    });
    await world().application.api.deactivate(first.device, { username: DAVE });
    const third = await world().activate(await newUser(), DAVE);
    expect(third.license.times_activated).toBe(2);
  });

  it('the login_hint of the application fills the e-mail field', async () => {
    const user = await newUser();
    const request = { account: 'globex', grant: code, email: DAVE };
    await world().application.signIn(user, request, async () => {
      expect(await user.page()).toMatchObject({
        heading: 'Sign in to Globex to use Demo',
        email: DAVE,
      });
      await user.typePassword(DAVE, world().password);
    });
  });

  it('the login_hint of the application is passed on to the identity provider', async () => {
    const { application, foreign } = world();
    const user = await newUser();
    const ask = (email: string) =>
      application.signIn(user, { account: 'initech', grant: code, email }, () =>
        user.choosePerson(ERIN),
      );
    await ask(ERIN);
    expect(foreign.authorizations.at(-1)).toHaveProperty('login_hint', ERIN);
    await ask('');
    expect(foreign.authorizations.at(-1)).not.toHaveProperty('login_hint');
  });

  it('the demo identity provider signs in the user of login_hint at once', async () => {
    const user = await newUser();
    const request = { account: 'acme', grant: code, email: BOB };
    await world().application.signIn(user, request, () => Promise.resolve());
    expect(user.visits.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('users sign in at the same time in their own browsers and get their own licenses', async () => {
    const emails = [ALICE, CAROL, DAVE, ERIN];
    const users = await Promise.all(emails.map(() => newUser()));
    // Nobody goes on before everybody stands in front of their page.
    const everybody = Promise.withResolvers<undefined>();
    let arrived = 0;
    const wait = () => {
      arrived += 1;
      if (arrived === emails.length) everybody.resolve(undefined);
      return everybody.promise;
    };
    const results = users.map((user, index) =>
      world()
        .activate(user, emails[index] ?? '', code, wait)
        .then(
          ({ license }) => license.user?.email,
          (error: unknown) => (error as { code: string }).code,
        ),
    );
    expect(await Promise.all(results)).toEqual([ALICE, 'license_not_enabled', DAVE, ERIN]);
  });

  it('a sign-in that began in one browser is refused in another', async () => {
    const [user, other] = [await newUser(), await newUser()];
    await world().application.signIn(user, { account: 'globex', grant: code }, async () => {
      await other.open((await user.page()).url);
      expect((await other.page()).heading).toBe('This sign-in has expired');
      await user.typePassword(DAVE, world().password);
    });
  });

  it('an identity provider is asked in each sign-in, whoever signed in before', async () => {
    const user = await newUser();
    for (const email of [ALICE, BOB]) {
      const request = { account: 'acme', grant: code };
      await world().application.signIn(user, request, () => user.choosePerson(email));
    }
  });
}
