import { describe, expect, it } from '@jest/globals';
import { isIssuerOf } from '../../src/connections/is-issuer-of.ts';

const TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad';
const ENTRA = 'https://login.microsoftonline.com';

describe('isIssuerOf', () => {
  it.each([
    ['https://idp.test', 'https://idp.test'],
    ['https://idp.test/', 'https://idp.test'],
    [`${ENTRA}/${TENANT}/v2.0`, `${ENTRA}/contoso.com/v2.0`],
    [
      `https://acme.b2clogin.com/${TENANT}/v2.0/`,
      'https://acme.b2clogin.com/acme.onmicrosoft.com/b2c_1/v2.0',
    ],
  ])('is true for %s, configured as %s', (found, asked) => {
    expect(isIssuerOf(found, asked)).toBe(true);
  });

  it.each([
    [undefined, 'https://idp.test'],
    ['https://idp.test/a/', 'https://idp.test/a'],
    ['https://another.test', 'https://idp.test'],
    [`https://idp.test/${TENANT}/v2.0`, 'https://idp.test/contoso.com/v2.0'],
    [`${ENTRA}/{tenantid}/v2.0`, `${ENTRA}/organizations/v2.0`],
    [`${ENTRA}/contoso.com/v2.0`, `${ENTRA}/fabrikam.com/v2.0`],
    [`https://sts.windows.net/${TENANT}/`, `${ENTRA}/contoso.com/v2.0`],
    [`https://evil.b2clogin.com/${TENANT}/v2.0/`, 'https://acme.b2clogin.com/acme/b2c_1/v2.0'],
  ])('is false for %s, configured as %s', (found, asked) => {
    expect(isIssuerOf(found, asked)).toBe(false);
  });
});
