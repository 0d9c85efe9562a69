import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearerHeaders, type Call, signedHeaders } from '../../support/client.ts';
import { untilKnownEverywhere } from '../../support/known-everywhere.ts';
import { applicationOperations } from '../../support/contract.ts';
import { getToken, type OAuthCredentials } from '../../support/oauth.ts';
import { createWorld, goodCall, type World } from '../world.ts';

const signed = applicationOperations.filter(({ isPublic }) => !isPublic);
const all = signed.map(({ operationId }) => operationId);

/** The headers that each operation that needs a signature refuses, whatever it does. */
describe('the contract', () => {
  let world: World;
  let client: OAuthCredentials;
  beforeAll(async () => {
    world = await createWorld();
    client = await world.make.oauthClient();
  });
  afterAll(() => world.server.close());

  const now = () => world.server.clock.now().toUTCString();
  const authorization = (...parts: string[]) => parts.join(', ');

  /** @returns the headers of a request with one thing wrong */
  const WRONG: Record<string, () => Promise<Call['headers']> | Call['headers']> = {
    'missing_headers: no Date': () => [signedHeaders(world.apiKey, now())[1]],
    'missing_headers: no Authorization': () => [['Date', now()]],
    'missing_headers: neither': () => [],
    'authorization_missing_params: no signature': () => [
      ['Date', now()],
      [
        'Authorization',
        authorization(
          'algorithm="hmac-sha256"',
          'headers="date"',
          `apikey="${world.apiKey.api_key}"`,
        ),
      ],
    ],
    'authorization_missing_params: another scheme': () => [
      ['Date', now()],
      ['Authorization', 'Basic abc'],
    ],
    'authorization_invalid_headers: an access token twice': async () => {
      const [date, authorization] = bearerHeaders(await getToken(world.server, client), now());
      return [date, authorization, authorization];
    },
    'unauthorized: no access token': () => bearerHeaders('', now()),
    'unauthorized: an invalid access token': () => bearerHeaders('abc', now()),
    'unauthorized: the access token of a revoked client': async () => {
      const client = await world.make.oauthClient();
      const token = await getToken(world.server, client);
      const before = await world.server.store.oauthClients.find(client.id);
      if (before === undefined) throw new Error('no client');
      const revoked_at = world.server.clock.now();
      await world.server.store.oauthClients.update({ ...before, revoked_at }, revoked_at);
      await untilKnownEverywhere();
      return bearerHeaders(token, now());
    },
    'date_header_diff: an access token and a date 16 minutes behind': async () =>
      bearerHeaders(await getToken(world.server, client), minutesFromNow(-16)),
    'authorization_invalid_headers: another header signed': () => altered('"date"', '"host"'),
    'authorization_invalid_headers: Date twice': () => [
      ['Date', now()],
      ...signedHeaders(world.apiKey, now()),
    ],
    'hmac_required: another algorithm': () => altered('hmac-sha256', 'hmac-sha1'),
    'invalid_api_key: an unknown key': () =>
      signedHeaders({ ...world.apiKey, api_key: 'unknown' }, now()),
    'revoked_api_key: a revoked key': async () =>
      signedHeaders(await world.make.apiKey({ revoked_at: new Date() }), now()),
    'date_header_diff: 16 minutes behind': () => signedHeaders(world.apiKey, minutesFromNow(-16)),
    'date_header_diff: 16 minutes ahead': () => signedHeaders(world.apiKey, minutesFromNow(16)),
    'signature_mismatch: another shared key': () =>
      signedHeaders({ ...world.apiKey, shared_key: 'another' }, now()),
    'signature_mismatch: another date signed': () => [
      ['Date', now()],
      signedHeaders(world.apiKey, minutesFromNow(-1))[1],
    ],
  };

  function altered(from: string, to: string): Call['headers'] {
    const [date, [name, value]] = signedHeaders(world.apiKey, now());
    return [date, [name, value.replace(from, to)]];
  }

  function minutesFromNow(minutes: number): string {
    return new Date(world.server.clock.now().getTime() + minutes * 60_000).toUTCString();
  }

  describe.each(all)('every signed operation: %s', (operationId) => {
    it.each(Object.keys(WRONG))('refuses with %s', async (name) => {
      const call = await goodCall(world, operationId);
      const headers = (await WRONG[name]?.()) ?? [];
      const { code } = await world.client.refused(operationId, { ...call, headers });
      expect(code).toBe(name.split(':')[0]);
    });
  });
});
