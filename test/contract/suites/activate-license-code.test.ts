import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { startWorld, fieldsAfterSignIn, later, type World } from '../world.ts';

type License = components['schemas']['License'];

const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = {
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
};

/** `POST /api/v4/activate_license`, after the authorization code grant */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const activate = (fields: Record<string, unknown>, hardware_id = 'a device') =>
    world.client.call<License>('activateLicense', { body: { hardware_id, ...fields } });
  const refusal = async (fields: Record<string, unknown>, hardware_id = 'a device') =>
    world.client.refused('activateLicense', { body: { hardware_id, ...fields } });

  describe('activation with code', () => {
    it('works once, for the same device too', async () => {
      const fields = await fieldsAfterSignIn(world, 'code');
      await activate(fields);
      expect((await refusal(fields)).code).toBe('sso_code_invalid');
      expect((await refusal(fields, 'another')).code).toBe('sso_code_invalid');
    });

    it('uses the code up also when it is refused', async () => {
      const { code, ...rest } = await fieldsAfterSignIn(world, 'code');
      const wrong = { ...rest, code, redirect_uri: 'http://127.0.0.1/wrong' };
      expect((await refusal(wrong)).code).toBe('sso_code_invalid');
      expect((await refusal({ ...rest, code })).code).toBe('sso_code_invalid');
    });

    it('works for a minute', async () => {
      const [early, late] = [
        await fieldsAfterSignIn(world, 'code'),
        await fieldsAfterSignIn(world, 'code'),
      ];
      await later(world.server, 58_000, () => activate(early));
      await later(world.server, 61_000, async () => {
        expect((await refusal(late)).code).toBe('sso_code_invalid');
      });
    });

    it('accepts one of several concurrent requests', async () => {
      const fields = await fieldsAfterSignIn(world, 'code');
      const bodies = Array.from({ length: 20 }, (_, index) => ({
        ...fields,
        hardware_id: `parallel ${index}`,
      }));
      const replies = await Promise.all(
        bodies.map((body) => world.client.call('activateLicense', { body })),
      );
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      const refused = replies.filter(({ body }) => body['code'] === 'sso_code_invalid');
      expect(refused).toHaveLength(19);
    });

    it('requires the verifier when there was a challenge', async () => {
      const cases: [Record<string, string>, string | undefined, boolean][] = [
        [CHALLENGE, VERIFIER, true],
        [CHALLENGE, undefined, false],
        [CHALLENGE, VERIFIER.replace('d', 'e'), false],
        [CHALLENGE, CHALLENGE.code_challenge, false],
        [{}, VERIFIER, false],
        [{}, undefined, true],
      ];
      for (const [query, code_verifier, works] of cases) {
        const fields = await fieldsAfterSignIn(world, 'code', { query });
        const { status, body } = await world.client.call('activateLicense', {
          body: { ...fields, hardware_id: 'pkce', code_verifier },
        });
        const code = works ? undefined : 'sso_code_invalid';
        expect({ query, code_verifier, status, code: body['code'] }).toEqual({
          query,
          code_verifier,
          status: works ? 200 : 400,
          code,
        });
      }
    });

    it('refuses a token as a code', async () => {
      const { id_token: code, ...rest } = await fieldsAfterSignIn(world, 'access_token');
      expect((await refusal({ ...rest, code })).code).toBe('sso_code_invalid');
    });
  });
});
