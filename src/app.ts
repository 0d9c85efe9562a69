import Koa from 'koa';
import compose from 'koa-compose';
import mount from 'koa-mount';
import { createAdmission } from './web/admission.ts';
import { createApi } from './api/api.ts';
import { isInContract } from './contract/contract.ts';
import { notFound } from './rules/errors.ts';
import { createOidcGateway, type OidcGateway } from './connections/oidc-gateway.ts';
import { privateProvidersOf } from './connections/private-providers.ts';
import { createDemoIdentityProvider } from './demo/identity-provider.ts';
import { DEMO_IDP_PATH } from './demo/demo-idp-path.ts';
import type { Deps } from './deps.ts';
import { createDocs } from './docs/docs.ts';
import { serveFiles } from './files/serve-files.ts';
import { ISSUER_PATH } from './config/issuer-url.ts';
import { originalTokenPath } from './issuer/original-token-path.ts';
import { createProvider } from './issuer/provider.ts';
import { SIGN_IN_PATH } from './config/sign-in-paths.ts';
import { createRequestGuard } from './issuer/request-guard.ts';
import { limitFailures } from './limits/limit-failures.ts';
import { createLimits } from './limits/limits.ts';
import { version } from './config/release.ts';
import { countRequests } from './metrics/count-requests.ts';
import { createMetrics } from './metrics/metrics.ts';
import { createMetricsRoute } from './metrics/serve-metrics.ts';
import { bareRedirects } from './middleware/bare-redirects.ts';
import { clientAddress } from './middleware/client-address.ts';
import { errorHandler } from './middleware/error-handler.ts';
import { limitConcurrency } from './middleware/limit-concurrency.ts';
import { noReferrer } from './middleware/no-referrer.ts';
import { renewedWithKeys } from './middleware/renewed-with-keys.ts';
import { requestId } from './middleware/request-id.ts';
import { requestLog } from './middleware/request-log.ts';
import { strictTransport } from './middleware/strict-transport.ts';
import { traceRequests } from './middleware/trace-requests.ts';
import { createOfflinePage } from './offline-page/offline-page.ts';
import { createAssets } from './pages/assets.ts';
import { sendPage } from './pages/send-page.ts';
import { createSignIn } from './sign-in/sign-in.ts';
import { createTrustedProxies } from './config/trusted-proxies.ts';
import { ignoreLongPreferences } from './web/ignore-long-preferences.ts';
import { limitQuery, readQueriesOnce } from './web/limit-query.ts';

/** Creates the server without its port: all middleware and routes, in order. */
export async function createApp(deps: Deps): Promise<Koa> {
  const { config, keys, branding } = deps;
  const publicUrl = new URL(config.publicUrl);
  const app = new Koa();
  app.silent = true;
  // Read for each request: the keys change while the server runs.
  Object.defineProperty(app, 'keys', { get: () => keys.current.cookies });
  standAt(publicUrl, app);
  readQueriesOnce(app);

  const admit = () => createAdmission(2 * config.databasePool);
  const admissions = { api: admit(), signIn: admit() };
  const metrics = createMetrics(deps);
  const proxies = createTrustedProxies(config.trustedProxies);
  const limits = createLimits(deps);
  app.use(ignoreLongPreferences);
  app.use((ctx, next) => {
    ctx.state['branding'] = branding;
    return next();
  });
  app.use(clientAddress(proxies));
  app.use(requestId(proxies));
  app.use(strictTransport(publicUrl));
  app.use(limitConcurrency(admissions, deps, metrics));
  if (config.tracing) app.use(traceRequests(proxies));
  app.use(requestLog(deps));
  app.use(countRequests(metrics));
  app.use(errorHandler(deps));

  // Requests to the contract end here. The following middleware serves browsers.
  const api = compose([limitQuery, await createApi(deps, limits, admissions.api)]);
  app.use(async (ctx, next) => {
    await (isInContract(ctx.path) ? api(ctx, next) : next());
  });

  app.use(originalTokenPath);
  app.use(serveFiles(deps));
  app.use(noReferrer(ISSUER_PATH, SIGN_IN_PATH, DEMO_IDP_PATH));
  app.use(bareRedirects);
  app.use(limitQuery);
  app.use(limitFailures(limits.credential, `${ISSUER_PATH}/`, `${SIGN_IN_PATH}/callback/`));
  const providers = createOidcGateway(privateProvidersOf(config), deps.clock);
  // Waiting for a provider does not count as work, so that a slow provider does not block other sign-ins.
  const gateway: OidcGateway = {
    begin: (...args) => admissions.signIn.outside(providers.begin(...args)),
    complete: (...args) => admissions.signIn.outside(providers.complete(...args)),
  };
  const signIn = () => {
    const provider = createProvider(deps);
    standAt(publicUrl, provider);
    readQueriesOnce(provider);
    return compose([
      createSignIn(deps, provider, gateway, limits).routes() as Koa.Middleware,
      createRequestGuard(deps, limits),
      mount(ISSUER_PATH, provider),
      ...(config.demo ? [createDemoIdentityProvider(deps)] : []),
    ]);
  };
  app.use(renewedWithKeys(keys, signIn));

  app.use((await createOfflinePage(deps, limits)).routes());
  app.use(createAssets(branding).routes());
  app.use(createDocs().routes());
  app.use(createMetricsRoute(metrics, { token: config.metricsToken, proxies }).routes());
  app.use((ctx, next) => {
    if (ctx.path !== '/' || !['GET', 'HEAD'].includes(ctx.method)) return next();
    ctx.state['operationId'] = 'home';
    const { demo } = config;
    const page = { docsUrl: '/docs/', contractUrl: '/openapi.yaml', demo, version };
    return sendPage(ctx, 200, 'home', page);
  });
  app.use(() => {
    throw notFound();
  });
  return app;
}

/**
 * Sets the server's own address from the configuration. URLs in redirects and cookies must not depend on headers of a
 * client or proxy.
 */
function standAt(publicUrl: URL, app: Koa): void {
  Object.defineProperties(app.request, {
    host: { get: () => publicUrl.host },
    protocol: { get: () => publicUrl.protocol.slice(0, -1) },
  });
}
