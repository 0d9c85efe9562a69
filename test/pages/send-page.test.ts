import { describe, expect, it } from '@jest/globals';
import Koa from 'koa';
import request from 'supertest';
import { formActionSources, sendPage } from '../../src/pages/send-page.ts';
import { refusal } from '../../src/pages/texts/texts.ts';
import { plainBranding } from './plain-branding.ts';

const policy =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'";

function get(formActions?: string[] | 'any') {
  const app = new Koa();
  app.use((ctx) => {
    ctx.state.requestId = 'the-id';
    ctx.state.branding = plainBranding;
    sendPage(
      ctx,
      403,
      'refused',
      { refusal: refusal('notSetUp', {}) },
      formActions && { formActions },
    );
  });
  return request(app.callback()).get('/');
}

describe('sendPage', () => {
  it('responds with HTML, the status and the request ID', async () => {
    const reply = await get();
    expect(reply.status).toBe(403);
    expect(reply.type).toBe('text/html');
    expect(reply.text).toContain('Request id: <code>the-id</code>');
  });

  it('keeps the page out of caches, frames and referrers', async () => {
    const { headers } = await get();
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': `${policy}; form-action 'self'`,
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  it('allows a form to lead to the redirect URI of the application', async () => {
    const { headers } = await get(['http://127.0.0.1:51004/cb']);
    expect(headers['content-security-policy']).toBe(
      `${policy}; form-action 'self' http://127.0.0.1:51004`,
    );
  });

  it('allows a form to lead anywhere with the option', async () => {
    const { headers } = await get('any');
    expect(headers['content-security-policy']).toBe(policy);
  });
});

describe('formActionSources', () => {
  it.each([
    ['https://app.example.com/cb?x=1', 'https://app.example.com'],
    ['https://app.example.com:8443/cb', 'https://app.example.com:8443'],
    ['http://127.0.0.1:51004/cb', 'http://127.0.0.1:51004'],
    ['http://localhost:51004/cb', 'http://localhost:51004'],
    ['com.example.app:/cb', 'com.example.app:'],
    ['MyApp://sign-in', 'myapp:'],
    ['http://[::1]:51004/cb', 'http:'],
    ['https://a;script-src/cb', 'https:'],
    ['https://*/cb', 'https:'],
  ])('%s is %s', (uri, source) => {
    expect(formActionSources([uri])).toEqual([source]);
  });

  it('returns each source once', () => {
    expect(formActionSources(['a:/1', 'b:/', 'a:/2'])).toEqual(['a:', 'b:']);
  });
});
