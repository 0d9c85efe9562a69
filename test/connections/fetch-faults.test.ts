import { describe, expect, it } from '@jest/globals';
import { describeFetchFault } from '../../src/connections/fetch-faults.ts';
import { ForbiddenTarget } from '../../src/connections/provider-fetch.ts';

const url = new URL('https://login.acme.test:8443/');
/** As undici throws it. */
const failed = (cause: Error) => new TypeError('fetch failed', { cause });
const withCode = (code: string) => Object.assign(new Error(code), { code });

describe('the reason why a fetch failed', () => {
  it.each([
    [failed(new ForbiddenTarget('x')), 'forbidden', 'login.acme.test is not on the public inte'],
    [failed(withCode('ENOTFOUND')), 'unknown-name', 'The name login.'],
    [failed(withCode('EAI_AGAIN')), 'unknown-name', 'The name login.'],
    [failed(withCode('ECONNREFUSED')), 'unreachable', 'No server listens at login.acme.test:8443'],
    [failed(withCode('UND_ERR_CONNECT_TIMEOUT')), 'unreachable', 'did not respond in time'],
    [failed(withCode('CERT_HAS_EXPIRED')), 'unreachable', 'is not trusted (CERT_HAS_EXPIRED)'],
    [failed(withCode('DEPTH_ZERO_SELF_SIGNED_CERT')), 'unreachable', 'is not trusted'],
    [failed(withCode('ERR_TLS_CERT_ALTNAME_INVALID')), 'unreachable', 'is not trusted'],
    [failed(withCode('ECONNRESET')), 'unreachable', 'failed: ECONNRESET.'],
    [new Error('the answer is larger than 1 byte'), 'unreachable', 'larger than 1 byte'],
    [failed(new AggregateError([withCode('ECONNREFUSED')])), 'unreachable', 'No server listens'],
    ['thrown', 'unreachable', 'failed'],
  ])('for %s is %s', (error, kind, said) => {
    const fault = describeFetchFault(error, url);
    expect(fault).toMatchObject({ kind, message: expect.stringContaining(said) });
    expect(fault.cure).toMatch(/\w\.$/);
  });
});
