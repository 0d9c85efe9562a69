import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sign } from '../../src/schemes/requestSignature.ts';
import { signedHeaders } from '../support/client.ts';
import {
  authorization,
  credentials,
  given,
  type Headers,
  type SignedServer,
  startSignedServer,
} from './signed-server.ts';

let signed: SignedServer;
beforeAll(async () => {
  signed = await startSignedServer();
});
afterAll(() => signed.server.close());

const verdict = (headers: Headers) => signed.verdict(headers);

describe('a date in another form is refused, although it is signed', () => {
  it.each([
    '',
    'now',
    '0',
    '1795034495',
    '2026-11-17',
    '2026-11-17T20:51:35.000Z',
    'Tue, 17 Nov 2026 20:51:35',
    'Tue, 17 Nov 2026 20:51:35 +0100',
    'Tue, 17 Nov 2026 20:51:35 -0000',
    'Tue, 17 Nov 2026 20:51:35 EST',
    'Tue, 17 Nov 2026 20:51:35 UT',
    'Tue, 17 Nov 2026 20:51:35 GMT+0000',
    'Tue, 17 Nov 2026 21:51:35 GMT+0100',
    'Tue, 17 Nov 2026 20:51:35 Z',
    'Tue, 17 Nov 2026 20:51:35 gmt',
    'Tue, 17 Nov 2026 20:51 GMT',
    'Tue, 17 Nov 2026 20:51:35.000 GMT',
    'Tue, 17 Nov 2026 8:51:35 PM GMT',
    'Tue, 17 Nov 26 20:51:35 GMT',
    'Tue, 17 November 2026 20:51:35 GMT',
    'Tue, 17 nov 2026 20:51:35 GMT',
    'Tue, 17 NOV 2026 20:51:35 GMT',
    'tue, 17 Nov 2026 20:51:35 GMT',
    'Tue,  17 Nov 2026 20:51:35 GMT',
    'Tue, 17  Nov 2026 20:51:35 GMT',
    'Tue, 17 Nov 2026  20:51:35 GMT',
    'Tue,\t17 Nov 2026 20:51:35 GMT',
    'Tue,17 Nov 2026 20:51:35 GMT',
    'Tue 17 Nov 2026 20:51:35 GMT',
    'Mon, 17 Nov 2026 20:51:35 GMT',
    'Xyz, 17 Nov 2026 20:51:35 GMT',
    '17 Nov 2026 20:51:35 GMT',
    'Tuesday, 17 Nov 2026 20:51:35 GMT',
    'Tue, 17-Nov-26 20:51:35 GMT',
    'Tue, 17-Nov-2026 20:51:35 GMT',
    'Tuesday, 17-Nov-2026 20:51:35 GMT',
    'Monday, 17-Nov-26 20:51:35 GMT',
    'Mon Nov 17 20:51:35 2026',
    'Tue Nov  0 20:51:35 2026',
    'Tue Nov 31 20:51:35 2026',
    'Tue Nov 17 20:51:35 26',
    'Tue Nov 17 20:51:35 GMT 2026',
    'Tue, 00 Nov 2026 20:51:35 GMT',
    'Tue, 0 Nov 2026 20:51:35 GMT',
    'Tue, 017 Nov 2026 20:51:35 GMT',
    'Tue, 17 Nov 2026 20:51:35 GMT (now)',
    'Tue, 17 Nov 2026 20:51:35 GMT, Tue, 17 Nov 2026 20:51:35 GMT',
    'Tue, 31 Feb 2026 20:51:35 GMT',
    'Tue, 30 Feb 2026 20:51:35 GMT',
    'Sun, 29 Feb 2026 20:51:35 GMT',
    'Wed, 31 Nov 2026 20:51:35 GMT',
    'Tue, 17 Nov 2026 24:00:00 GMT',
    'Tue, 17 Nov 2026 20:51:60 GMT',
    'Tue, 1 Nov 2026 20:51:35 GMT',
    'Tue, 17 Nov 2026 20:51:35 GMT\xa0',
    'Tue, 17 N\xf6v 2026 20:51:35 GMT',
    'Tue, 17 Nov 99999 20:51:35 GMT',
  ])('%j', async (date) => {
    // What a lenient reader makes of it is now: only its spelling can be wrong.
    const now = Date.parse(date);
    const away = Number.isNaN(now) ? 0 : now - signed.server.clock.now().getTime();
    signed.server.clock.advance(away);
    try {
      const signature = sign(given.shared_key, date);
      expect(await verdict([['Date', date], authorization({ signature })])).toBe(
        'date_header_diff',
      );
    } finally {
      signed.server.clock.advance(-away);
    }
  });
});

describe('a date in a form of RFC 9110, section 5.6.7, is accepted as signed', () => {
  it.each([
    'Thu, 03 Dec 2026 20:51:35 GMT',
    'Thu, 3 Dec 2026 20:51:35 GMT',
    'Thu,  3 Dec 2026 20:51:35 GMT',
    'Thu, 3 Dec 2026 20:51:35 UTC',
    'Thu, 03 Dec 2026 20:51:35 +0000',
    'Thursday, 03-Dec-26 20:51:35 GMT',
    'Thursday, 3-Dec-26 20:51:35 UTC',
    'Thu Dec  3 20:51:35 2026',
    'Thu Dec 3 20:51:35 2026',
    'Thu Dec 03 20:51:35 2026',
  ])('%j', async (date) => {
    const away = Date.parse('2026-12-03T20:51:35Z') - signed.server.clock.now().getTime();
    signed.server.clock.advance(away);
    try {
      const signature = sign(given.shared_key, date);
      expect(await verdict([['Date', date], authorization({ signature })])).toBe('accept');
      const other = sign(given.shared_key, 'Thu, 03 Dec 2026 20:51:36 GMT');
      expect(await verdict([['Date', date], authorization({ signature: other })])).toBe(
        'signature_mismatch',
      );
    } finally {
      signed.server.clock.advance(-away);
    }
  });
});

describe('the clock of a client', () => {
  const at = (seconds: number) => {
    const date = new Date(Date.parse(given.now) + seconds * 1_000).toUTCString();
    return signedHeaders(credentials, date);
  };

  it.each([0, -900, 900, -899, 899])('is accepted %i s away', async (seconds) => {
    expect(await verdict(at(seconds))).toBe('accept');
  });

  it.each([
    [-901, 'behind'],
    [901, 'ahead of'],
    [-86_400, 'behind'],
    [31_536_000, 'ahead of'],
  ])('is refused %i s away, with the difference in the response', async (seconds, direction) => {
    const { text } = await signed.ask(at(seconds));
    const { code, message } = JSON.parse(text) as { code: string; message: string };
    expect(code).toBe('date_header_diff');
    expect(message).toContain(`${Math.abs(seconds)} s ${direction} the server`);
    expect(message).toContain(new Date(given.now).toUTCString());
  });
});
