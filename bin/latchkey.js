#!/usr/bin/env node
// The first file that runs, on whatever Node.js there is. So it says nothing that an old one cannot parse.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installedNode, isNewEnough, sayWhichIsNeeded } from './newer-node.js';
import { restartWithServerOptions } from './server-options.js';

// Process 1 of a container is ended by no signal that it does not handle. The server has handlers of its own, later.
if (process.pid === 1) {
  process.once('SIGTERM', () => process.exit(143));
  process.once('SIGINT', () => process.exit(130));
}

if (isNewEnough()) {
  const command = process.argv.slice(2).find((arg) => !arg.startsWith('-'));
  if (command === 'start') restartWithServerOptions();
  // In the repository the source runs as it is; the package holds a bundle of it.
  const source = new URL('../src/cli/main.ts', import.meta.url);
  const bundled = new URL('../dist/src/cli/main.js', import.meta.url);
  await import((existsSync(source) ? source : bundled).href);
} else if (installedNode() === undefined) {
  sayWhichIsNeeded();
  process.exitCode = 1;
} else {
  const child = spawn(installedNode(), process.argv.slice(1), { stdio: 'inherit' });
  // What a terminal sends reaches both; the other one says when it has ended.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('exit', (code, signal) => (process.exitCode = signal === null ? code : 1));
}
