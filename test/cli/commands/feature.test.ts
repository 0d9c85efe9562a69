import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { build } from '../../support/build.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

type Feature = components['schemas']['AdminProductFeature'];
type License = components['schemas']['AdminLicense'];

describe('latchkey feature', () => {
  let server: TestServer;
  let shell: AdminShell;
  let product: { id: number; code: string };
  beforeAll(async () => {
    server = await startServer();
    shell = await createAdminShell(server);
    product = await build(server.store).product({
      code: 'desktop-pro',
      authorization_method: 'license-key',
    });
  });
  afterAll(() => server.close());

  const run = (...args: string[]) => shell.run('feature', ...args);
  const json = <Result = Feature>(...args: string[]) => shell.json<Result>('feature', ...args);
  const of = ['--product', 'desktop-pro'];

  it('creates, shows, changes, lists and deletes', async () => {
    const made = await json('create', 'ocr', ...of, '--name', 'Text');
    expect(made).toMatchObject({ code: 'ocr', feature_type: 'activation', product_id: product.id });
    expect(await json('show', 'desktop-pro/ocr')).toEqual(made);
    await json('update', 'ocr', '--name', 'Text recognition', '--metadata', '{"icon":"eye"}');
    const { stdout } = await run('show', String(made.id));
    expect(stdout).toMatch(/Product +desktop-pro\nCode +ocr\nName +Text recognition\n/);
    const list = await run('list', ...of, '--type', 'activation');
    expect(list.stdout).toContain('Text recognition');
    expect((await run('delete', 'ocr', '--yes')).stderr).toContain('desktop-pro/ocr');
    const audit = await shell.run('audit', 'list', '--subject-kind', 'product_feature');
    expect(audit.stdout).toContain('deleteProductFeature');
  });

  it('is named with its product where products share a code', async () => {
    const other = await build(server.store).product();
    const one = await json('create', 'shared', ...of, '--name', 'One');
    await json('create', 'shared', '--product', other.code, '--name', 'Another');
    const refused = await run('show', 'shared');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('More than one product feature has the name shared');
    expect(await json('show', 'desktop-pro/shared')).toEqual(one);
  });

  describe('of a license', () => {
    const license = (...args: string[]) => shell.run('license', ...args);
    const licenseJson = (...args: string[]) => shell.json<License>('license', ...args);
    let key: string;
    beforeAll(async () => {
      await json('create', 'cloud', ...of, '--name', 'Cloud');
      await json('create', 'pages', ...of, '--name', 'Pages', '--type', 'consumption');
      const made = await licenseJson('create', ...of, '--feature', 'cloud', '--feature', 'pages');
      expect(made.features?.map(({ code }) => code)).toEqual(['cloud', 'pages']);
      key = made.license_key ?? '';
    });

    it('gets terms, which show lists', async () => {
      const terms = ['--max-consumptions', '100', '--consumption-period', 'monthly'];
      const set = ['--allow-overages', '--max-overages', '10', '--allow-negative-consumptions'];
      await licenseJson('set-feature', key, 'pages', ...terms, ...set);
      await licenseJson('set-feature', key, 'cloud', '--valid-days', '30');
      const { stdout } = await license('show', key);
      expect(stdout).toContain('cloud: 30 days from the first activation');
      expect(stdout).toContain(
        'pages: 0 of 100, and 10 above it, reset monthly, may be taken back',
      );
      const { features } = await licenseJson(
        ...['set-feature', key, 'pages', '--expires-at', '2020-01-01', '--no-overages'],
        ...['--no-negative-consumptions', '--max-consumptions', 'unlimited'],
        ...['--consumption-period', 'none'],
      );
      expect(features?.[1]).toMatchObject({
        expires_at: '2020-01-01T23:59:59.999Z',
        is_expired: true,
        allow_overages: false,
        allow_negative_consumptions: false,
        max_consumptions: null,
        consumption_period: null,
      });
      expect((await license('show', key)).stdout).toContain('ended 2020-01-01');
    });

    it('has its counter set to 0, and is taken away', async () => {
      const { id } = await licenseJson('show', key);
      const pages = (await server.store.licenseFeatures.list(id))[1];
      const counter = { total_consumptions: 7, counted_at: server.clock.now() };
      await server.store.licenseFeatures.setCounter(pages?.id ?? 0, counter);
      const asked = await license('reset-consumption', key, '--feature', 'pages');
      expect(asked.code).not.toBe(0);
      const reset = await licenseJson('reset-consumption', key, '--feature', 'pages', '--yes');
      expect(reset.features?.[1]?.total_consumptions).toBe(0);
      const removed = await licenseJson('remove-feature', key, 'pages', '--yes');
      expect(removed.features?.map(({ code }) => code)).toEqual(['cloud']);
    });

    it('is refused when the product does not have it', async () => {
      const { code, stderr } = await license('set-feature', key, 'none');
      expect(code).toBe(1);
      expect(stderr).toContain('There is no feature of the product none.');
    });

    it('is not the counter of the license', async () => {
      const made = await licenseJson('create', ...of, '--type', 'consumption');
      const counter = { total_consumptions: 7, counted_at: server.clock.now() };
      await server.store.seats.setCounter(made.id, counter);
      const reset = await licenseJson('reset-consumption', String(made.id), '--yes');
      expect(reset.total_consumptions).toBe(0);
      const refused = await license('reset-consumption', key, '--yes');
      expect(refused.stderr).toContain('not of the type consumption');
    });
  });
});
