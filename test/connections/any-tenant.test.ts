import { describe, expect, it } from '@jest/globals';
import { isAnyTenant } from '../../src/connections/any-tenant.ts';

describe('isAnyTenant', () => {
  it.each([
    'https://login.microsoftonline.com/organizations/v2.0',
    'https://login.microsoftonline.com/common/v2.0',
    'https://login.microsoftonline.com/consumers/v2.0',
    'https://login.microsoftonline.com/Common/',
    'https://login.microsoftonline.com/{tenantid}/v2.0',
    'https://LOGIN.microsoftonline.com/common/v2.0',
    'https://login.microsoftonline.us/organizations/v2.0',
    'https://login.partner.microsoftonline.cn/common/v2.0',
    'https://login.windows.net/common',
    'https://sts.windows.net/common/',
  ])('is true for %s', (issuer) => {
    expect(isAnyTenant(issuer)).toBe(true);
  });

  it.each([
    'https://login.microsoftonline.com/9f0c3a52-9d1e-4b7a-8a55-2f6c1d0e9b44/v2.0',
    'https://login.microsoftonline.com/contoso.onmicrosoft.com/v2.0',
    'https://login.microsoftonline.com/commons/v2.0',
    'https://login.acme.test/common',
    'https://notlogin.microsoftonline.com.acme.test/common',
    'nowhere',
  ])('is false for %s', (issuer) => {
    expect(isAnyTenant(issuer)).toBe(false);
  });
});
