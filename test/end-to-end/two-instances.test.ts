import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Grant } from '../../examples/desktop-app/sign-in.ts';
import { callSigned } from '../support/activations.ts';
import { describeOnPostgres } from '../support/describe-on.ts';
import { HttpUser } from '../support/http-user.ts';
import { startTwoInstances, type TwoInstances } from '../support/two-instances.ts';
import { createStage } from './stage.ts';
import { describeSignIn } from './suites/sign-in.ts';
import { ERIN, startWorld, type World } from './world.ts';

describeOnPostgres('two instances in turn', () => {
  let instances: TwoInstances;
  let world: World;
  beforeAll(async () => {
    world = await startWorld(async (env) => (instances = await startTwoInstances(env)));
  });
  afterAll(() => world.close());
  const stage = createStage(
    () => world,
    () => Promise.resolve(new HttpUser()),
  );

  // No test is of any worth here if one of them did it alone.
  let before = 0;
  beforeEach(() => {
    before = instances.answers.length;
  });
  afterEach(() => {
    const answers = instances.answers.slice(before);
    const [one = 0, other = 0] = instances.ports.map(
      (port) => answers.filter((answer) => answer.port === port).length,
    );
    expect(Math.min(one, other)).toBeGreaterThan(0);
    expect(Math.abs(one - other)).toBeLessThanOrEqual(1);
  });

  describeSignIn(stage);

  async function signIn(grant: Grant) {
    const user = await stage.newUser();
    const request = { account: 'initech', grant };
    return world.application.signIn(user, request, () => user.choosePerson(ERIN));
  }

  it('accept a code once between them, also for the same device', async () => {
    const { api, newDevice } = world.application;
    const { device, proof } = await world.activate(await stage.newUser(), ERIN, 'code');
    for (const one of [device, device, newDevice(), newDevice()]) {
      await expect(api.activate(one, proof)).rejects.toMatchObject({ code: 'sso_code_invalid' });
    }
  });

  it('accept a token for one device between them, any number of times', async () => {
    const { api, newDevice } = world.application;
    const { device, proof, license } = await world.activate(await stage.newUser(), ERIN, 'token');
    // First the others: neither instance is told again whose it is.
    for (const one of [newDevice(), newDevice()]) {
      await expect(api.activate(one, proof)).rejects.toMatchObject({ code: 'sso_token_used' });
    }
    for (const one of [device, device]) {
      await expect(api.activate(one, proof)).resolves.toEqual(license);
    }
  });

  it('list licenses for a token any number of times, and for a code once', async () => {
    const { api_key: apiKey, shared_key: sharedKey } = instances.demo;
    const [token, code] = [await signIn('token'), await signIn('code')];
    const statuses: number[] = [];
    for (const proof of [token, token, code, code]) {
      const query = new URLSearchParams({ product: 'demo', ...proof });
      const path = `/api/v4/user_licenses?${String(query)}`;
      const answer = await callSigned(
        instances.url,
        { api_key: apiKey, shared_key: sharedKey },
        'GET',
        path,
      );
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([200, 200, 200, 400]);
  });

  it.each([
    ['code', 'sso_code_invalid'],
    ['token', 'sso_token_used'],
  ] as const)(
    'accept one device of 50 that are sent at once with one %s',
    async (grant, refusal) => {
      const proof = await signIn(grant);
      const { api, newDevice } = world.application;
      const devices = Array.from({ length: 50 }, newDevice);
      const outcomes = await Promise.all(
        devices.map((device) =>
          api.activate(device, proof).then(
            () => 'activated',
            (error: unknown) => (error as { code: string }).code,
          ),
        ),
      );
      expect(outcomes.filter((outcome) => outcome === refusal)).toHaveLength(49);
      const winner = devices[outcomes.indexOf('activated')];
      await api.deactivate(winner ?? newDevice(), { username: ERIN });
    },
  );
});
