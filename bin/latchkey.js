#!/usr/bin/env node
// The first file that runs, on whatever Node.js there is. So it says nothing that an old one cannot parse.
import { existsSync } from 'node:fs';

const wanted = [24, 0];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < wanted[0] || (major === wanted[0] && minor < wanted[1])) {
  console.error(
    'Latchkey needs Node.js ' +
      wanted.join('.') +
      ' or newer; this is ' +
      process.versions.node +
      '.',
  );
  console.error('Install it from https://nodejs.org and run the command again.');
  process.exitCode = 1;
} else {
  // In the repository the source runs as it is; the package holds what was compiled from it.
  const source = new URL('../src/cli/main.ts', import.meta.url);
  const compiled = new URL('../dist/src/cli/main.js', import.meta.url);
  const isPackage = !existsSync(source);
  // Process 1 of a container is ended by no signal that it does not handle. The server has handlers of its own, later.
  if (process.pid === 1) {
    process.once('SIGTERM', () => process.exit(143));
    process.once('SIGINT', () => process.exit(130));
  }
  if (isPackage) process.setSourceMapsEnabled(true);
  await import((isPackage ? compiled : source).href);
}
