import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from '../../support/build.ts';
import { latchkey } from '../../support/latchkey.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

/** The numbers that `latchkey import` and `latchkey export` report. */
describe('latchkey import', () => {
  let server: TestServer;
  let folder: string;
  beforeAll(async () => {
    server = await startServer();
    folder = await mkdtemp(join(tmpdir(), 'latchkey-import-'));
    const make = build(server.store);
    const keys = { authorization_method: 'license-key' } as const;
    const products = [
      await make.product({ code: 'writer', ...keys }),
      await make.product({ code: 'sheets', ...keys }),
    ];
    await make.bundle(products, { code: 'suite' });
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await latchkey(args, {
      LATCHKEY_DATA_DIR: server.config.dataDir,
    });
    return { code, text: stdout + stderr };
  };
  /** Reports of a dry run, an import and an export of a file. */
  async function reports(kind: string, lines: readonly string[]) {
    const file = join(folder, `${kind}.csv`);
    await writeFile(file, lines.join('\n'));
    const all = [
      await run('import', kind, file, '--dry-run'),
      await run('import', kind, file),
      await run('export', kind, '--dry-run', '-o', 'all.csv'),
      await run('export', kind, '--force', '-o', join(folder, 'all.csv')),
    ];
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    return all.map(({ text }) => text.replaceAll(`${folder}/`, ''));
  }

  it('names the bundle licenses that begin with licenses', async () => {
    const lines = ['bundle,license_key,product', ',KEY,writer', 'suite,BUNDLE-1,writer'];
    lines.push('suite,BUNDLE-1,sheets', 'suite,BUNDLE-2,writer');
    expect(await reports('licenses', lines)).toEqual([
      '0 fault(s); 4 new and 0 changed licenses and 2 new bundle licenses could be stored.\n',
      'Stored 4 new and 0 changed licenses and 2 new bundle licenses.\n',
      expect.stringMatching(
        /^4 licenses and 2 bundle licenses would be written to all.csv, as csv/,
      ),
      'Wrote 4 licenses and 2 bundle licenses to all.csv.\n',
    ]);
  });

  it('names the variables of devices', async () => {
    const lines = ['license_key,product,hardware_id,variables', 'KEY,writer,a,{}'];
    lines.push('BUNDLE-1,sheets,b,"{""language"":""de"",""seat"":7}"');
    lines.push('BUNDLE-2,writer,c,"{""seat"":8}"');
    expect(await reports('devices', lines)).toEqual([
      '0 fault(s); 3 new and 0 changed devices and 3 new variables could be stored.\n',
      'Stored 3 new and 0 changed devices and 3 new variables.\n',
      expect.stringMatching(/^3 devices and 3 variables would be written to all.csv, as csv/),
      'Wrote 3 devices and 3 variables to all.csv.\n',
    ]);
  });

  it('names neither where there are none, and both for programs', async () => {
    const file = join(folder, 'features.csv');
    await writeFile(file, 'product,code,name\nwriter,ocr,Text recognition\n');
    const dryRun = await run('import', 'features', file, '--dry-run', '--json');
    expect(JSON.parse(dryRun.text)).toEqual({
      kept: false,
      created: 1,
      updated: 0,
      unchanged: 0,
      included: { bundle_licenses: 0, variables: 0 },
      changed_columns: {},
      fault_count: 0,
      fault_kinds: [],
      faults: [],
    });
    expect((await run('import', 'features', file)).text).toBe(
      'Stored 1 new and 0 changed features.\n',
    );
  });
});
