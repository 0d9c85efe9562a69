import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { databaseOf, loadConfig } from '../../src/config/config.ts';
import { sealingOf } from '../../src/keys/secret-key-file.ts';
import { openStore } from '../../src/store/store.ts';
import { build } from '../support/build.ts';
import { latchkeyProgram } from '../support/programs.ts';
import { isInstalled } from '../support/run.ts';
import { needing } from '../support/needing.ts';

/** More than can be read before somebody presses Ctrl-C. */
const ROWS = 400_000;

// `script` gives a command a terminal.
const hasTerminal = await isInstalled('script');

needing('script', hasTerminal).describe('Ctrl-C in an import, on a terminal', () => {
  let folder: string;
  let file: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-interrupted-'));
    env = { LATCHKEY_DATA_DIR: folder, LATCHKEY_DEMO: 'off' };
    const store = await open();
    await build(store).product({ code: 'desktop', authorization_method: 'license-key' });
    await store.close();
    file = join(folder, 'licenses.csv');
    const output = createWriteStream(file);
    output.write('product,license_key\n');
    for (let row = 0; row < ROWS; row += 1) output.write(`desktop,KEY-${row}\n`);
    output.end();
    await once(output, 'close');
  });
  afterAll(() => rm(folder, { recursive: true }));

  const open = () => {
    const config = loadConfig(env);
    return openStore(databaseOf(config), { sealing: sealingOf(config) });
  };

  it('an interrupted command exits at once and leaves nothing behind', async () => {
    const command = `'${process.execPath}' ${latchkeyProgram} import licenses '${file}'`;
    const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    while (!output.includes('%')) await once(child.stdout, 'data');
    child.stdin.write('\u0003');
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(130);
    expect(output).not.toContain('Stored');
    const store = await open();
    expect((await store.licenses.list({}, { limit: 1 })).total).toBe(0);
    await store.close();
  });
});
