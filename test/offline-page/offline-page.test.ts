import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { createWorld, newKeyLicense, withWorld, type World } from '../contract/world.ts';
import { violationsOf } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { describeInBrowser } from '../support/describe-in-browser.ts';
import { http } from '../support/http.ts';
import { offlineFile, toBase64 } from '../support/offline.ts';

type Fields = Record<string, unknown>;

const BOUNDARY = 'a-boundary';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.server.close());

const file = (fields: Fields, schema: 1 | 2 = 2) =>
  offlineFile(world.apiKey, { date: world.server.clock.now().toUTCString(), ...fields }, schema);

async function device(over: Parameters<typeof newKeyLicense>[1] = {}) {
  const { id, fields } = await newKeyLicense(world, over);
  return { id, fields: { ...fields, hardware_id: randomUUID() } };
}

/** Uploads a file, as a browser does. */
function upload(content: string | Buffer, headers: readonly (readonly [string, string])[] = []) {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="ls_activation.req"\r\n\r\n`;
  return http(`${world.server.url}/offline`, {
    method: 'POST',
    headers: [
      ['Content-Type', `multipart/form-data; boundary=${BOUNDARY}`],
      ['Accept', 'text/html'],
      ['Accept-Language', 'en'],
      ...headers,
    ],
    body: Buffer.concat([
      Buffer.from(head),
      Buffer.from(content),
      Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
    ]),
  });
}

/** The license file that the page offers. */
function downloadOf(html: string): Fields {
  const [, data = ''] = /href="data:application\/octet-stream;base64,([^"]+)"/.exec(html) ?? [];
  const content = Buffer.from(data, 'base64').toString();
  return JSON.parse(Buffer.from(content, 'base64').toString()) as Fields;
}

describe('the page for request files', () => {
  it('gives the license file for a request file, without a credential', async () => {
    const { id, fields } = await device();
    const text = file({ ...fields, request: 'activation', hostname: 'laboratory <1>' });
    const { status, text: html, headers } = await upload(text);
    expect(status).toBe(200);
    expect(html).toContain('Your license file is ready');
    expect(html).toContain('laboratory &lt;1&gt;');
    expect(html).toContain('download="ls_activation.lic"');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['set-cookie']).toBeUndefined();
    // The API gives the same answer for the file.
    const call = { rawBody: text, contentType: 'text/plain' };
    const { body } = await world.client.call('activateOffline', call);
    expect(downloadOf(html)).toEqual(body);
    expect(body).toMatchObject({ id, times_activated: 1 });
  });

  it('answers a form that is sent twice like one', async () => {
    const { id, fields } = await device();
    for (const [request, heading] of [
      ['activation', 'Your license file is ready'],
      ['deactivation', 'The license was given back'],
    ] as const) {
      const text = file({ ...fields, request });
      const pages = await Promise.all([upload(text), upload(text)]);
      for (const { status, text: html } of pages) {
        expect({ status, html }).toEqual({ status: 200, html: expect.stringContaining(heading) });
      }
    }
    expect((await world.server.store.licenses.find(id))?.times_activated).toBe(0);
  });

  it('gives a license back', async () => {
    const { id, fields } = await device();
    await upload(file(fields));
    const { status, text: html } = await upload(file({ ...fields, request: 'deactivation' }));
    expect(status).toBe(200);
    expect(html).toContain('The license was given back');
    expect(html).not.toContain('download');
    expect((await world.server.store.licenses.find(id))?.times_activated).toBe(0);
  });

  it('activates for a user with a password, and does not repeat the password', async () => {
    const { email: username, password } = world.person;
    const user = { product: world.product.code, username, hardware_id: randomUUID() };
    const { status, text: html } = await upload(file({ ...user, password }));
    expect(status).toBe(200);
    expect(html).not.toContain(password);
    const wrong = await upload(file({ ...user, password: 'wrong' }));
    expect([wrong.status, wrong.text]).toEqual([
      400,
      expect.stringContaining('the password is wrong'),
    ]);
  });

  const REFUSED: [string, () => Promise<string> | string, number, string][] = [
    ['no file', () => '', 400, 'No file was chosen'],
    ['another file', () => '%PDF-1.7', 400, 'This is no request file'],
    ['a large file', () => 'A'.repeat(11_000_000), 413, 'This is no request file'],
    ['a license file', () => toBase64('{"id":1}'), 400, 'This is no request file'],
    ['a changed file', async () => changed(), 401, 'The file was changed'],
    [
      'an old file',
      async () => file({ ...(await device()).fields, date: 'Tue, 14 May 2019 14:26:07 GMT' }),
      400,
      'The file is too old',
    ],
    [
      'a later schema',
      async () => file({ ...(await device()).fields, schema_version: 3 }),
      400,
      'Update the software',
    ],
    [
      'an unknown license',
      async () => file({ ...(await device()).fields, license_key: 'A' }),
      400,
      'There is no such license',
    ],
    ['no seat left', async () => full(), 400, 'on as many computers as it allows'],
    [
      'an expired license',
      async () =>
        file((await device({ license_type: 'time-limited', valid_until: new Date(0) })).fields),
      400,
      'The license has expired',
    ],
    [
      'a disabled license',
      async () => file((await device({ enabled: false })).fields),
      400,
      'is blocked',
    ],
    [
      'a license that needs a network',
      async () => file((await device({ allow_offline_activation: false })).fields),
      400,
      'This license needs a network',
    ],
    [
      'a device that is not active',
      async () => file({ ...(await device()).fields, request: 'deactivation' }),
      400,
      'nothing to give back',
    ],
  ];

  async function changed(): Promise<string> {
    const content = Buffer.from(file((await device()).fields), 'base64').toString();
    return toBase64(content.replace('"request_id":"', '"request_id":"x'));
  }

  async function full(): Promise<string> {
    const { fields } = await device({ max_activations: 1 });
    await upload(file(fields));
    return file({ ...fields, hardware_id: 'another' });
  }

  it.each(REFUSED)('says what to do next about %s', async (_, make, status, words) => {
    const refused = await upload(await make());
    expect(refused.status).toBe(status);
    expect(refused.text).toContain(words);
    expect(refused.text).toContain('role="alert"');
    expect(refused.text).toContain('type="file"');
  });

  it('is not for forms of other sites', async () => {
    const { id, fields } = await device();
    const { status, headers } = await upload(file(fields), [['Sec-Fetch-Site', 'cross-site']]);
    expect([status, headers['location']]).toEqual([302, '/offline']);
    expect((await world.server.store.licenses.find(id))?.times_activated).toBe(0);
  });

  it('limits how many files one address uploads', async () => {
    await withWorld({ env: { LATCHKEY_RATE_LIMITS: 'offline-file=2' } }, async ({ server }) => {
      const send = () =>
        http(`${server.url}/offline`, {
          method: 'POST',
          headers: [['Accept', 'text/html']],
          body: 'x',
        });
      const statuses = [(await send()).status, (await send()).status, (await send()).status];
      expect(statuses).toEqual([400, 400, 429]);
    });
  });

  it('writes refusals to the audit log only for files with right signatures', async () => {
    const entries = async () =>
      (await world.server.store.audit.list({}, { limit: 1 })).items[0]?.id;
    const before = await entries();
    await upload(await changed());
    expect(await entries()).toBe(before);
    const { id, fields } = await device({ enabled: false });
    await upload(file(fields));
    const { items } = await world.server.store.audit.list({ subjectId: id }, { limit: 1 });
    expect(items).toMatchObject([
      {
        action: 'activateOffline',
        outcome: 'refused',
        code: 'license_not_enabled',
        actorKind: 'api_key',
      },
    ]);
  });
});

describeInBrowser('the page for request files in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  async function choose(
    page: Page,
    content: string,
    press: 'click' | 'dblclick' = 'click',
  ): Promise<void> {
    await page.goto(`${world.server.url}/offline`);
    await page.getByLabel('Request file').setInputFiles({
      name: 'ls_activation.req',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(content),
    });
    await page.getByRole('button', { name: 'Upload the file' })[press]();
  }

  it('works without JavaScript: a person uploads a file and saves another', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en' });
    const page = await context.newPage();
    const { fields } = await device();
    await choose(page, file(fields));
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Save the license file' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('ls_activation.lic');
    const content = await readFile(await download.path(), 'utf8');
    const license = JSON.parse(Buffer.from(content, 'base64').toString()) as Fields;
    expect(license).toMatchObject({ hardware_id: fields.hardware_id, times_activated: 1 });
    await page.getByRole('link', { name: 'Upload another file' }).click();
    await choose(page, 'no request file');
    expect(await page.getByRole('alert').textContent()).toContain('This is no request file');
    await context.close();
  });

  it('gives one license file for a double click', async () => {
    const page = await browser.newPage({ locale: 'en' });
    const { fields } = await device();
    await choose(page, file(fields), 'dblclick');
    await page.getByRole('link', { name: 'Save the license file' }).waitFor();
    await page.close();
  });

  const LOOKS = [
    { width: 390, height: 844, colorScheme: 'light' },
    { width: 1280, height: 800, colorScheme: 'dark' },
  ] as const;
  it.each(LOOKS)('is accessible at $width x $height, $colorScheme', async (look) => {
    const { colorScheme, ...viewport } = look;
    const page = await browser.newPage({ viewport, colorScheme, locale: 'en' });
    const shoot = async (name: string) => {
      expect(await violationsOf(page)).toEqual([]);
      const folder = process.env['OFFLINE_PICTURES'];
      if (folder === undefined) return;
      await writeFile(join(folder, `${name}-${colorScheme}.png`), await page.screenshot());
    };
    await page.goto(`${world.server.url}/offline`);
    await shoot('form');
    await choose(page, 'no request file');
    await shoot('refused');
    const { fields } = await device();
    await choose(page, file(fields));
    await shoot('done');
    await page.close();
  });
});
