import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openSession } from '../support/database.ts';
import { start } from '../support/run.ts';
import { needing } from '../support/needing.ts';

const node = process.execPath;

const ALONE = ['--fork', '--kill-child', '--pid', '--mount-proc'];
/** Whether a program may have processes of its own here. */
const mayBeAlone = spawnSync('unshare', [...ALONE, 'true']).status === 0;
const alone = needing('the right to processes of its own (unshare)', mayBeAlone);

let dataDir: string;
let settings: Record<string, string>;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'latchkey-starting-'));
  settings = { LATCHKEY_DATA_DIR: dataDir, LATCHKEY_DEMO: 'off', PORT: '8080' };
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

alone.describe('the start of a server in a container', () => {
  it('the server exits on SIGTERM at any time, as process 1 too', async () => {
    const migrated = await start(node, ['bin/latchkey.js', 'migrate'], settings).finished;
    expect(migrated.code).toBe(0);
    const session = await openSession(join(dataDir, 'latchkey.db'));
    await session.query('begin immediate');
    for (const milliseconds of [300, 3_000]) {
      const { child, finished } = start(
        'unshare',
        [...ALONE, node, 'bin/latchkey.js', 'start'],
        settings,
      );
      await pause(milliseconds);
      // Those outside see it under another number: the child of unshare.
      spawnSync('pkill', ['-TERM', '-P', String(child.pid)]);
      const { stderr } = await finished;
      expect(stderr).toBe('');
    }
    await session.query('rollback');
    await session.close();
  });
});
