import { Router } from 'koa-router';
import type Koa from 'koa';
import type { components } from '../../generated/openapi.d.ts';
import { OFFLINE_PATH } from '../config/offline-path.ts';
import type { Deps } from '../deps.ts';
import type { Limits } from '../limits/limits.ts';
import { networkOf } from '../limits/network-of.ts';
import { retryAfterOf } from '../limits/too-many-requests.ts';
import { sendPage } from '../pages/send-page.ts';
import { ApiError } from '../rules/errors.ts';
import { readBody } from '../web/request-body.ts';
import { readFile } from '../web/request-file.ts';
import { carryOutFiles } from './carry-out-file.ts';
import { problemOf } from './problem.ts';

type Schemas = components['schemas'];

/**
 * The page where a person uploads the request file of a device without a network, and gets the license file. It has no
 * cookies and stores nothing: all that a file may do, it may do by its signatures.
 */
export async function createOfflinePage(deps: Deps, limits: Limits): Promise<Router> {
  const carryOut = await carryOutFiles(deps, limits);
  const router = new Router();

  router.get('offline', OFFLINE_PATH, (ctx) =>
    sendPage(ctx, 200, 'offline', { action: OFFLINE_PATH }),
  );

  router.post('offline_upload', OFFLINE_PATH, async (ctx) => {
    // A page of another site must not upload a file in the name of whoever looks at it.
    const site = ctx.get('Sec-Fetch-Site');
    if (!['', 'same-origin', 'none'].includes(site)) return ctx.redirect(OFFLINE_PATH);
    try {
      await limits.offlineFile(networkOf(ctx.ip));
      const bytes = await readBody(ctx.req);
      const text = await readFile(bytes, ctx.headers);
      const { body, request } = await carryOut(ctx, text);
      ctx.state['outcome'] = 'done';
      sendDone(ctx, body, request);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status >= 500) throw error;
      Object.assign(ctx.state, { code: error.code, outcome: error.code });
      ctx.set(error.headers);
      const problem = problemOf(error.code, retryAfterOf(error));
      sendPage(ctx, error.status, 'offline', { action: OFFLINE_PATH, problem });
    }
  });

  return router;
}

function sendDone(
  ctx: Koa.Context,
  answer: Schemas['OfflineLicense'] | Schemas['OfflineBundle'] | 'license_deactivated',
  request: components['schemas']['OfflineRequest'],
): void {
  const common = {
    action: OFFLINE_PATH,
    license: request.license_key ?? request.username ?? '',
    computer: request.hostname ?? request.os_hostname ?? request.hardware_id,
  };
  if (answer === 'license_deactivated') {
    return sendPage(ctx, 200, 'offlineDone', { ...common, product: request.product });
  }
  const licenses = 'licenses' in answer ? answer.licenses : [answer];
  const ends = licenses.flatMap(({ validity_period: end }) => end ?? []);
  // What a device reads: the Base64 of the answer. A URL with the data needs no second request, and no script.
  const content = Buffer.from(JSON.stringify(answer)).toString('base64');
  const href = `data:application/octet-stream;base64,${Buffer.from(content).toString('base64')}`;
  sendPage(ctx, 200, 'offlineDone', {
    ...common,
    product: licenses.map((one) => one.product_details.product_name).join(', '),
    // The first end, of a bundle. Texts of this form are in the order of time.
    validUntil: ends.sort()[0]?.slice(0, 10),
    download: { href, name: 'ls_activation.lic' },
  });
}
