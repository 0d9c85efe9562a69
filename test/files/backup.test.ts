import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { components } from '../../generated/openapi.d.ts';
import type { ApiKey } from '../../src/rules/api-key.ts';
import { examine } from '../../src/doctor/examine.ts';
import { filePath, filesFolder } from '../../src/files/file-path.ts';
import { type AdminWorld, createAdminWorld } from '../contract/admin/world.ts';
import { callSigned } from '../support/activations.ts';
import { createClient } from '../support/client.ts';
import { dialect } from '../support/database.ts';
import { describeOnPostgres, describeOnSqlite } from '../support/describe-on.ts';
import { latchkey } from '../support/latchkey.ts';
import { needing } from '../support/needing.ts';
import { latchkeyProgram } from '../support/programs.ts';
import { start } from '../support/run.ts';
import { testSecretKey } from '../support/sealing.ts';
import { startServerProcess } from '../support/server-process.ts';
import { mayMount, mountSmallDisk } from '../support/small-disk.ts';
import { download, upload } from '../support/uploads.ts';

type Schemas = components['schemas'];

const whereMayMount = needing('the right to mount a disk', await mayMount());
const MIB = 1_048_576;
const device = { product: 'desktop', license_key: 'KEY', hardware_id: 'a' };

let world: AdminWorld;
let apiKey: ApiKey;
let file: Schemas['Upload'];
let env: Record<string, string>;
let folder: string;
let backup: string;

beforeAll(async () => {
  world = await createAdminWorld();
  const { make, server, client } = world;
  apiKey = await make.apiKey();
  const product = await make.product({ code: 'desktop', authorization_method: 'license-key' });
  await make.license({ product_id: product.id, license_key: 'KEY' });
  file = await upload(client, randomBytes(300_000));
  const body = { product_id: product.id, version: '1.2.3', upload_id: file.id };
  await client.call('createProductVersion', { body });
  await createClient(server, apiKey).call('activateLicense', { body: device });
  env = {
    ...settings(server.config.dataDir),
    ...(dialect() === 'postgres' && { LATCHKEY_DATABASE_URL: server.config.databaseUrl ?? '' }),
  };
});
afterAll(() => world.server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-files-'));
  backup = join(folder, 'backup.db');
});
afterEach(() => rm(folder, { recursive: true }));

const settings = (dataDir: string) => ({
  LATCHKEY_DATA_DIR: dataDir,
  LATCHKEY_DEMO: 'off',
  ...(dialect() === 'postgres' && { LATCHKEY_SECRET_KEY: testSecretKey }),
});
const kept = () => join(folder, 'latchkey-files');
const stored = () => filePath(world.server.config, file.id);
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Runs `work` while the stored file is another one. */
async function withFile(change: (path: string) => Promise<unknown>, work: () => Promise<void>) {
  const aside = join(folder, 'aside');
  await copyFile(stored(), aside);
  try {
    await change(stored());
    await work();
  } finally {
    await copyFile(aside, stored());
    await rm(aside);
  }
}

describe('latchkey backup and restore --only-files', () => {
  const files = (command: 'backup' | 'restore') => latchkey([command, backup, '--only-files'], env);

  it('bring back the installation files of a server that runs', async () => {
    expect(await files('backup')).toMatchObject({ code: 0, stdout: '' });
    expect(await readdir(folder)).toEqual(['latchkey-files']);
    await rm(filesFolder(world.server.config), { recursive: true });
    const { code, stderr } = await files('restore');
    expect([code, stderr]).toEqual([
      0,
      `1 installation file(s) are in ${filesFolder(world.server.config)}.\n`,
    ]);
    const client = createClient(world.server, apiKey);
    const answer = await client.call<Schemas['InstallationFile']>('getInstallationFile', {
      query: device,
    });
    const { bytes } = await download(answer.body.installation_file);
    expect(hashOf(bytes)).toBe(file.hash_sha256);
  });

  it('copy a file once', async () => {
    await files('backup');
    await writeFile(join(kept(), String(file.id)), Buffer.alloc(file.size));
    await files('backup');
    const found = await readFile(join(kept(), String(file.id)));
    expect(found.equals(Buffer.alloc(file.size))).toBe(true);
  });

  it('keep the files that only older backups need, and say how many there are', async () => {
    await files('backup');
    for (const name of ['1', '2', 'notes.txt']) await writeFile(join(kept(), name), 'older');
    const { code, stderr } = await files('backup');
    expect(code).toBe(0);
    expect(stderr).toContain(
      '\n2 file(s) there are not in this backup, but older ones may need them.',
    );
    expect(await readdir(kept())).toHaveLength(4);
  });

  it('name a file that is missing, and fail', async () => {
    await withFile(rm, async () => {
      const { code, stderr } = await files('backup');
      expect(code).toBe(1);
      expect(stderr).toContain(`${file.id} (setup.exe, of desktop 1.2.3) is missing`);
      expect(await readdir(kept())).toEqual([]);
      const restored = await files('restore');
      expect(restored.code).toBe(1);
      expect(restored.stderr).toContain(`${file.id} (setup.exe, of desktop 1.2.3) is missing`);
      expect(restored.stderr).toContain('fail until they are there');
    });
  });

  it('do not copy a file with another content, in either direction', async () => {
    await files('backup');
    const damaged = Buffer.alloc(file.size);
    await writeFile(join(kept(), String(file.id)), damaged);
    await withFile(rm, async () => {
      const { code, stderr } = await files('restore');
      expect(code).toBe(1);
      expect(stderr).toContain(`${file.id} (setup.exe, of desktop 1.2.3) is damaged`);
      expect(await readdir(filesFolder(world.server.config))).toEqual([]);
    });
    await rm(kept(), { recursive: true });
    await withFile(
      (path) => writeFile(path, damaged),
      async () => {
        const { code, stderr } = await files('backup');
        expect(code).toBe(1);
        expect(stderr).toContain('is damaged');
        expect(await readdir(kept())).toEqual([]);
      },
    );
  });

  it('replace a damaged file by the one of the backup', async () => {
    await files('backup');
    await writeFile(stored(), Buffer.alloc(file.size));
    expect(await files('restore')).toMatchObject({ code: 0 });
    expect(hashOf(await readFile(stored()))).toBe(file.hash_sha256);
  });
});

describe('latchkey doctor', () => {
  const found = async () => {
    const findings = await Array.fromAsync(examine(env));
    return findings.filter(({ check }) => check === 'installation files');
  };

  it('names versions whose file is missing or not complete', async () => {
    expect(await found()).toMatchObject([{ level: 'ok' }]);
    for (const change of [rm, (path: string) => truncate(path, 5)]) {
      await withFile(change, async () => {
        expect(await found()).toMatchObject([
          { level: 'fault', message: expect.stringContaining('desktop 1.2.3') as unknown },
        ]);
      });
    }
  });
});

describeOnSqlite('latchkey backup', () => {
  const makeBackup = () => latchkey(['backup', backup], env);
  const restoreTo = async (dataDir: string) => {
    await mkdir(dataDir);
    const { dataDir: origin } = world.server.config;
    await copyFile(join(origin, 'secret-key'), join(dataDir, 'secret-key'));
    return latchkey(['restore', backup], settings(dataDir));
  };

  it('has the installation files too: a server elsewhere serves them', async () => {
    const made = await makeBackup();
    expect(made).toMatchObject({ code: 0, stdout: '' });
    expect(made.stderr).toContain(`1 installation file(s) are in ${kept()}.`);
    expect(await readdir(folder)).toEqual(['backup.db', 'latchkey-files']);
    const dataDir = join(folder, 'elsewhere');
    const restored = await restoreTo(dataDir);
    expect(restored).toMatchObject({ code: 0, stdout: '' });
    expect(restored.stderr).toContain('1 installation file(s) are in');
    const server = await startServerProcess(dataDir, settings(dataDir));
    const query = new URLSearchParams(device).toString();
    const reply = await callSigned(server.url, apiKey, 'GET', `/api/v4/installation_file?${query}`);
    const { installation_file: url } = (await reply.json()) as Schemas['InstallationFile'];
    const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
    await server.stop();
    expect(url.startsWith(server.url)).toBe(true);
    expect(hashOf(bytes)).toBe(file.hash_sha256);
  });

  it('is made, and restored, although a file is missing', async () => {
    await withFile(rm, async () => {
      expect(await makeBackup()).toMatchObject({ code: 1 });
      expect(existsSync(backup)).toBe(true);
      const restored = await restoreTo(join(folder, 'elsewhere'));
      expect(restored.code).toBe(1);
      expect(restored.stderr).toContain('is restored');
      expect(restored.stderr).toContain(`${file.id} (setup.exe, of desktop 1.2.3) is missing`);
    });
  });

  it('that is killed leaves nothing that looks whole', async () => {
    await withFile(
      (path) => truncate(path, 1_024 * MIB),
      async () => {
        const { child, finished } = start(
          process.execPath,
          [latchkeyProgram, 'backup', backup],
          env,
        );
        const names = () => readdir(kept()).catch(() => []);
        while ((await names()).length === 0) await setTimeout(1);
        child.kill('SIGKILL');
        await finished;
        expect(existsSync(backup)).toBe(false);
        expect(await names()).toEqual([expect.stringMatching(/\.part$/)]);
      },
    );
    expect(await makeBackup()).toMatchObject({ code: 0 });
  });

  whereMayMount.it('says that the disk is full, and leaves no part of a file', async () => {
    const disk = await mountSmallDisk();
    try {
      backup = join(disk.folder, 'backup.db');
      await withFile(
        (path) => truncate(path, 32 * MIB),
        async () => {
          const { code, stderr } = await makeBackup();
          expect(code).toBe(1);
          expect(stderr).toMatch(/^error: No backup was made: ENOSPC/);
        },
      );
      expect(await readdir(disk.folder)).toEqual(['latchkey-files']);
      expect(await readdir(join(disk.folder, 'latchkey-files'))).toEqual([]);
    } finally {
      await disk.unmount();
    }
  });

  whereMayMount.it('is not restored to a disk that is full', async () => {
    await makeBackup();
    const disk = await mountSmallDisk();
    try {
      const dataDir = join(disk.folder, 'data');
      await withFile(
        (path) => truncate(path, 32 * MIB),
        async () => copyFile(stored(), join(kept(), String(file.id))),
      );
      const { code, stderr } = await restoreTo(dataDir);
      expect(code).toBe(1);
      expect(stderr).toContain('ENOSPC');
      expect(await readdir(dataDir)).toEqual(['files', 'secret-key']);
      expect(await readdir(join(dataDir, 'files'))).toEqual([]);
    } finally {
      await disk.unmount();
    }
  });
});

describeOnSqlite('latchkey move to another folder', () => {
  it('copies the installation files too', async () => {
    await makeCopy();
    const target = join(folder, 'target');
    const { code, stderr } = await latchkey(
      ['move', '--to', target, '--yes'],
      settings(join(folder, 'origin')),
    );
    expect(stderr).toContain('1 installation file(s) are in');
    expect(code).toBe(0);
    expect(hashOf(await readFile(join(target, 'files', String(file.id))))).toBe(file.hash_sha256);
  });

  /** A copy of the installation, on which no server runs. */
  async function makeCopy(): Promise<void> {
    await latchkey(['backup', backup], env);
    const dataDir = join(folder, 'origin');
    await mkdir(dataDir);
    const { dataDir: origin } = world.server.config;
    await copyFile(join(origin, 'secret-key'), join(dataDir, 'secret-key'));
    await latchkey(['restore', backup], settings(dataDir));
  }
});

describeOnPostgres('latchkey backup on PostgreSQL', () => {
  it('names the command for the files', async () => {
    const { code, stderr } = await latchkey(['backup', backup], env);
    expect(code).toBe(1);
    expect(stderr).toContain(`latchkey backup ${backup} --only-files`);
  });
});
