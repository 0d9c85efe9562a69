import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { describeOnPostgres } from '../support/describe-on.ts';
import { HttpUser } from '../support/http-user.ts';
import { isPaired } from '../support/long.ts';
import { startTwoInstances, type TwoInstances } from '../support/two-instances.ts';
import { createStage } from './stage.ts';
import { DAVE, ERIN, startWorld, type World } from './world.ts';

describeOnPostgres('one of two instances is killed in the middle of a sign-in', () => {
  let instances: TwoInstances;
  let world: World;
  beforeAll(async () => {
    world = await startWorld(async (env) => (instances = await startTwoInstances(env)));
  });
  afterAll(() => world.close());
  afterEach(() => instances.startAnew());
  const { newUser } = createStage(
    () => world,
    () => Promise.resolve(new HttpUser()),
  );

  const grants = ['token', 'code'] as const;
  describe.each(grants)('with the grant %s', (grant) => {
    // Erin signs in at her company's identity provider, Dave on our own page. Both grants are the same up to the end.
    const steps: [string, string, RegExp][] = [
      ['the sign-in URL', ERIN, /^GET \/api\/v4\/sso_url/],
      ['the response to the authorization request', ERIN, /^GET \/oidc\/auth\?/],
      ['the redirect to the identity provider', ERIN, /^GET \/sign-in\/[\w-]+$/],
      ['the response to the callback', ERIN, /^GET \/sign-in\/callback\//],
      ['the sign-in page', DAVE, /^GET \/sign-in\/[\w-]+$/],
      ['the response to the password', DAVE, /^POST \/sign-in\//],
    ];
    const looks = { index: grants.indexOf(grant), of: grants.length };
    it.each([
      ...steps.filter((_, index) => isPaired(index, looks)),
      [`the redirect with the ${grant}`, ERIN, /^GET \/oidc\/auth\/./],
      ['the activation', ERIN, /^POST \/api\/v4\/activate_license/],
    ])('after %s, and the other one completes it', async (_answer, email, request) => {
      const { api } = world.application;
      const holder = { username: email };
      const fate = instances.killAfter(request);
      const { device } = await world.activate(await newUser(), email, grant);
      // Two requests, which both would answer if both were there.
      for (let turn = 0; turn < 2; turn += 1) {
        const license = await api.check(device, holder);
        expect(license).toMatchObject({ times_activated: 1, user: { email } });
      }

      const survivors = instances.ports.filter((port) => port !== fate.killed);
      expect(survivors).toHaveLength(1);
      expect(new Set(fate.since.map(({ port }) => port))).toEqual(new Set(survivors));

      await instances.startAnew();
      for (let turn = 0; turn < 2; turn += 1) await api.check(device, holder);
      const back = instances.answers.slice(-2).map(({ port }) => port);
      expect(new Set(back)).toEqual(new Set(instances.ports));
    });
  });
});
