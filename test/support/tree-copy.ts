import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from './run.ts';
import { freePort, untilReady } from './server-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A copy of what the server needs, to change the source in it. Call `remove` at the end. */
export function copyTree() {
  const copy = mkdtempSync(join(tmpdir(), 'latchkey-recipe-'));
  for (const path of ['src', 'bin', 'generated', 'packaging', 'openapi.yaml', 'package.json']) {
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));

  /** Runs a file of the copy with Node.js. */
  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    start(process.execPath, args, { LATCHKEY_DATA_DIR: 'data', ...env }, { cwd: copy });

  return {
    run,

    /** Runs `npm run generate`, save that it leaves out the types. */
    generate: (...args: string[]) => run(['packaging/generate.ts', ...args]).finished,

    /** Writes a new file. */
    write: (path: string, text: string) => writeFileSync(join(copy, path), text),

    /** Replaces a text that a file must have, everywhere in it. */
    edit(path: string, before: string | RegExp, after: string): void {
      const text = readFileSync(join(copy, path), 'utf8');
      const edited = text.replace(before, after);
      if (edited === text) throw new Error(`${path} has no ${String(before)}`);
      writeFileSync(join(copy, path), edited);
    },

    /** Starts the server. @returns what the server that does not start has printed, or its URL and how to stop it */
    async startServer() {
      const port = await freePort();
      const url = `http://localhost:${port}`;
      const server = run(['src/server.ts'], { PORT: String(port) });
      const ended = await untilReady(url, server);
      const stop = () => {
        server.child.kill();
        return server.finished;
      };
      return { url, ended, stop };
    },

    remove: () => rmSync(copy, { recursive: true }),
  };
}
