import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openSession } from '../support/database.ts';
import { describeOnPostgres } from '../support/describe-on.ts';
import { createInstallation, type Installation, loadWith } from '../support/installation.ts';
import { createWalk, readBlocks, scriptOf, type Walk } from '../support/page-walk.ts';
import { start } from '../support/run.ts';

/** The release of PostgreSQL's own tools on this machine; they know no later one. 0 where there are none. */
async function releaseOfTools(): Promise<number> {
  const { stdout } = await start('pg_dump', ['--version']).finished.catch(() => ({ stdout: '' }));
  return Number(/ (\d+)/.exec(stdout)?.[1] ?? 0);
}

// SQLite's are the commands `backup` and `restore`: test/cli has them.
describeOnPostgres('the commands of the page "Backup and restore"', () => {
  let walk: Walk;
  let installation: Installation;
  beforeAll(async () => {
    walk = await createWalk();
    installation = await createInstallation();
  });
  afterAll(async () => {
    await installation.close();
    await walk.remove();
  });

  /** Runs the block of the page that has this in it. */
  async function runBlockWith(text: string): Promise<void> {
    const blocks = (await readBlocks('backup')).filter(({ code }) => code.includes(text));
    expect(blocks).toHaveLength(1);
    const { code, output } = await walk.run(scriptOf(blocks), installation.env);
    if (code !== 0) throw new Error(output);
  }

  it('restore what was acknowledged before the backup, and nothing after it', async () => {
    const session = await openSession(installation.database);
    const [found] = await session.query("select current_setting('server_version_num') as number");
    await session.close();
    const release = Math.floor(Number(found?.['number']) / 10_000);
    if ((await releaseOfTools()) < release) {
      process.stderr.write(
        `SKIPPED pg_dump and pg_restore: there are none for release ${release}.\n`,
      );
      return;
    }
    const server = await installation.startServer();
    const licenseKey = await installation.newLicense(null);
    const load = loadWith(installation, licenseKey, () => server.url);
    await load.acknowledges(50);
    const before = [...load.acknowledged];
    await runBlockWith('pg_dump');
    await runBlockWith('latchkey backup latchkey.dump');
    await load.acknowledges(50);
    await load.stop();
    expect(load.refused).toEqual([]);
    const last = load.acknowledged.at(-1) ?? '';
    await server.stop();

    await runBlockWith('pg_restore');
    await runBlockWith('latchkey restore latchkey.dump');
    const { counted, devices } = await installation.stored(licenseKey);
    expect(counted).toBe(devices.size);
    expect(before.filter((device) => !devices.has(device))).toEqual([]);
    expect(devices.has(last)).toBe(false);
    const again = await installation.startServer();
    expect((await installation.check(again.url, licenseKey, before[0] ?? '')).status).toBe(200);
  }, 60_000);
});
