import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiKey } from '../../src/rules/api-key.ts';
import { build } from '../support/build.ts';
import { createClient, signedHeaders } from '../support/client.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;
let apiKey: ApiKey;
beforeAll(async () => {
  server = await startServer();
  apiKey = await build(server.store).apiKey();
});
afterAll(() => server.close());

/** The code that an Authorization header is answered with; the product of the request is unknown. */
async function answerTo(spell: (header: string) => string): Promise<string> {
  const [date, [name, value]] = signedHeaders(apiKey, server.clock.now().toUTCString());
  const client = createClient(server, apiKey);
  const query = { product: 'nothing' };
  const headers = [date, [name, spell(value)]] as const;
  return (await client.refused('getProductDetails', { query, headers })).code;
}

describe('the Authorization header', () => {
  it.each([
    (header: string) => header,
    (header: string) => header.replaceAll(', ', ','),
    (header: string) => header.replaceAll(', ', ' , '),
    (header: string) => ` ${header} `,
    (header: string) => header.split(', ').reverse().join(', '),
  ])('is accepted in each spelling that its clients use: %#', async (spell) => {
    expect(await answerTo(spell)).toBe('unknown_product');
  });

  it.each([
    (header: string) => `garbage, ${header}`,
    (header: string) => `${header}, junk`,
    (header: string) => `${header}, "`,
    (header: string) => `${header},`,
    (header: string) => `,${header}`,
    (header: string) => header.replace(', ', ',, '),
    (header: string) => header.replace(', ', ', Bearer x, '),
  ])('is refused with anything but pairs: %#', async (spell) => {
    expect(await answerTo(spell)).toBe('authorization_invalid_headers');
  });
});
