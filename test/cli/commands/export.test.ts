import { execFile } from 'node:child_process';
import { lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createProgram } from '../../../src/cli/program.ts';
import { openSession } from '../../support/database.ts';
import { latchkey } from '../../support/latchkey.ts';
import { mayMount, mountSmallDisk } from '../../support/small-disk.ts';
import { terminalContext } from '../../support/terminal-context.ts';
import { needing } from '../../support/needing.ts';

const onLinux = needing('Linux', process.platform === 'linux');
const whereMayMount = needing('the right to mount a disk', await mayMount());

describe('latchkey export', () => {
  let dataDir: string;
  let env: Record<string, string>;
  let folder: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'latchkey-export-data-'));
    env = { LATCHKEY_DATA_DIR: dataDir, LATCHKEY_DEMO: 'off' };
    expect(await latchkey(['migrate'], env)).toMatchObject({ code: 0 });
  });
  afterAll(() => rm(dataDir, { recursive: true }));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-export-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const exportTo = (file: string) => latchkey(['export', 'customers', '--force', '-o', file], env);

  it.each([
    ['--product', 'product'],
    ['--account', 'customer account'],
  ])('refuses an unknown code in %s', async (option, what) => {
    const file = join(folder, 'licenses.csv');
    const args = ['export', 'licenses', option, 'nope', '-o', file];
    expect(await latchkey(args, env)).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: There is no ${what} with the code nope.\n`,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['draws a progress bar for a file', ['-o', 'customers.csv'], /100%/, /^$/],
    ['draws no progress bar between rows on stdout', [], /^$/, /^id,customer_account,/],
  ])('on a terminal %s', async (_, options, said, written) => {
    const { context, stdout, stderr } = terminalContext(env);
    const args = options.map((word) => (word === 'customers.csv' ? join(folder, word) : word));
    await createProgram(context).parseAsync(['export', 'customers', ...args], { from: 'user' });
    expect(String(stderr.read() ?? '')).toMatch(said);
    expect(String(stdout.read() ?? '')).toMatch(written);
  });

  it('shows with --dry-run the number of rows and the columns, and writes nothing', async () => {
    const file = join(folder, 'users.csv');
    const args = ['export', 'users', '--no-ids', '--dry-run', '-o', file];
    const { code, stdout, stderr } = await latchkey(args, env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [first, second] = stdout.split('\n');
    expect(first).toBe(`0 users would be written to ${file}, as csv.`);
    expect(second).toMatch(/^Columns: email, /);
    expect(await readdir(folder)).toEqual([]);
  });

  it('writes an audit entry only when password hashes are exported', async () => {
    const file = join(folder, 'users.csv');
    const noted = async () => {
      const session = await openSession(join(dataDir, 'latchkey.db'));
      const where = "action = 'exportPasswordHashes'";
      const rows = await session.query(`select outcome, detail from audit_log where ${where}`);
      await session.close();
      return rows;
    };
    await latchkey(['export', 'users', '-o', file], env);
    expect(await noted()).toEqual([]);
    await latchkey(['export', 'users', '--force', '--with-password-hashes', '-o', file], env);
    expect(await noted()).toMatchObject([{ outcome: 'done', detail: '{"users":0}' }]);
  });

  it('writes a file that only its owner can read, in place of another one', async () => {
    const file = join(folder, 'customers.csv');
    await writeFile(file, 'before');
    expect(await exportTo(file)).toMatchObject({ code: 0, stdout: '' });
    expect(await readFile(file, 'utf8')).toMatch(/^\u{FEFF}id,customer_account,/u);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['customers.csv']);
  });

  it('overwrites a file only with --force', async () => {
    const file = join(folder, 'customers.csv');
    await writeFile(file, 'before');
    expect(await latchkey(['export', 'customers', '-o', file], env)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('exists already.\nChoose another name'),
    });
    expect(await readFile(file, 'utf8')).toBe('before');
    expect(await readdir(folder)).toEqual(['customers.csv']);
  });

  it.each([
    ['for spreadsheets', [], /^\u{FEFF}id,/u, /^Wrote 0 customers/],
    [
      'with semicolons',
      ['--delimiter', ';'],
      /^\u{FEFF}id;customer_account;/u,
      /^Wrote 0 customers/,
    ],
    [
      'as it is',
      ['--raw'],
      /^id,/,
      /warning: spreadsheets run texts of this file that begin with =/,
    ],
    ['without ids', ['--no-ids'], /^\u{FEFF}customer_account,/u, /^Wrote 0 customers/],
    ['as JSON Lines', ['--format', 'jsonl'], /^$/, /^Wrote 0 customers/],
  ])('writes a file %s', async (_, options, text, said) => {
    const file = join(folder, 'customers.csv');
    const { code, stderr } = await latchkey(['export', 'customers', '-o', file, ...options], env);
    expect(code).toBe(0);
    expect(stderr).toMatch(said);
    expect(await readFile(file, 'utf8')).toMatch(text);
  });

  it('writes no byte order mark to stdout', async () => {
    const { stdout } = await latchkey(['export', 'customers'], env);
    expect(stdout).toMatch(/^id,customer_account,/);
  });

  it.each(['a file', 'a missing file'])('follows a symbolic link to %s', async (what) => {
    const target = join(folder, 'target.csv');
    if (what === 'a file') await writeFile(target, 'before');
    await symlink('target.csv', join(folder, 'link.csv'));
    expect(await exportTo(join(folder, 'link.csv'))).toMatchObject({ code: 0 });
    expect(await readFile(target, 'utf8')).toMatch(/^\u{FEFF}id,customer_account,/u);
    expect((await lstat(join(folder, 'link.csv'))).isSymbolicLink()).toBe(true);
    expect(await readdir(folder)).toEqual(['link.csv', 'target.csv']);
  });

  it('writes into a pipe', async () => {
    const pipe = join(folder, 'pipe.csv');
    await promisify(execFile)('mkfifo', [pipe]);
    const [{ code }, text] = await Promise.all([exportTo(pipe), readFile(pipe, 'utf8')]);
    expect({ code, text }).toEqual({
      code: 0,
      text: expect.stringMatching(/^\u{FEFF}id,customer_account,/u),
    });
    expect((await lstat(pipe)).isFIFO()).toBe(true);
  });

  onLinux.it('writes into a device, and says what it answers', async () => {
    // By a link of our own, so that a fault costs nobody the device.
    const device = join(folder, 'device.csv');
    await symlink('/dev/full', device);
    const { code, stderr } = await exportTo(device);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: The file cannot be written: ENOSPC.*\n$/);
    expect((await stat(device)).isCharacterDevice()).toBe(true);
    expect(await readdir(folder)).toEqual(['device.csv']);
  });

  it.each([
    ['a folder', ''],
    ['a missing folder', 'none/customers.csv'],
  ])('refuses %s', async (_, name) => {
    const { code, stderr } = await exportTo(join(folder, name));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: The file cannot be written: .*\n$/);
    expect(await readdir(folder)).toEqual([]);
  });

  whereMayMount.it('leaves nothing on a full disk', async () => {
    const disk = await mountSmallDisk();
    try {
      await disk.fill();
      const { code, stderr } = await exportTo(join(disk.folder, 'customers.csv'));
      expect(code).toBe(1);
      expect(stderr).toMatch(/^error: The file cannot be written: ENOSPC.*\n$/);
      expect(await readdir(disk.folder)).toEqual(['filler']);
    } finally {
      await disk.unmount();
    }
  });
});
