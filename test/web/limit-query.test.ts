import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Koa from 'koa';
import { readQueriesOnce } from '../../src/web/limit-query.ts';
import { isSigned } from '../support/client.ts';
import { declaredOperations } from '../support/contract.ts';
import { expectPage } from '../support/hosted-page.ts';
import { http } from '../support/http.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ demo: true });
});
afterAll(() => server.close());

const MANY = `?${'a&'.repeat(7_900)}`;

describe('a query of more than 100 parameters', () => {
  const operations = declaredOperations.map(
    ({ method, path, operationId }) => [operationId, method, path] as const,
  );

  it.each(operations)('is refused by %s before authentication', async (_, method, path) => {
    const target = path.replaceAll(/\{\w+\}/g, '1') + MANY;
    const { status, bytes, headers } = await http(server.url, { method, target });
    expect(JSON.parse(bytes.toString())).toEqual({
      status: 400,
      code: 'validation_error',
      message: 'The query has 7901 parameters; send at most 100.',
    });
    expect(status).toBe(400);
    const signature = headers['licensesignature'];
    expect(isSigned(server, bytes, signature)).toBe(path.startsWith('/api/'));
  });

  it.each([
    ...['/', '/docs/', '/assets/style.css', '/metrics', '/nothing', '/oidc/auth', '/oidc/me'],
    ...['/oidc/auth/resume', '/oidc/session/end', '/sign-in/nothing', '/sign-in/callback/acme'],
    ...['/demo-idp/auth', '/demo-idp/people/nobody', '/openapi.yaml', '/favicon.ico'],
  ])('is refused by %s with a page', async (path) => {
    const headers = [['Accept', 'text/html']] as const;
    const answer = await http(server.url, { target: path + MANY, headers });
    expectPage(answer, 400, 'This did not work');
  });

  it('is refused in a form too', async () => {
    const answer = await http(`${server.url}/sign-in/nothing`, {
      method: 'POST',
      headers: [
        ['Accept', 'text/html'],
        ['Content-Type', 'application/x-www-form-urlencoded'],
      ],
      body: 'a&'.repeat(100),
    });
    expectPage(answer, 400, 'This did not work');
  });
});

describe('the query of a request', () => {
  it('is parsed once, and again when it was changed', () => {
    const app = new Koa();
    readQueriesOnce(app);
    const incoming = new IncomingMessage(new Socket());
    incoming.url = '/?a=1&a=2';
    const { request } = app.createContext(incoming, new ServerResponse(incoming));
    const { query } = request;
    expect({ ...query }).toEqual({ a: ['1', '2'] });
    expect(request.query).toBe(query);
    request.querystring = 'b=3';
    expect({ ...request.query }).toEqual({ b: '3' });
  });
});
