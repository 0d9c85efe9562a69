// Runs on whatever Node.js there is. So it says nothing that an old one cannot parse.
import { existsSync } from 'node:fs';

const wanted = [24, 0];

/** True when this Node.js runs TypeScript, and has SQLite. */
export function isNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > wanted[0] || (major === wanted[0] && minor >= wanted[1]);
}

/** The Node.js of the package "node", where it was installed: undefined without development dependencies. */
export function installedNode() {
  const file = new URL('../node_modules/node/bin/node', import.meta.url);
  return existsSync(file) ? file.pathname : undefined;
}

export function sayWhichIsNeeded() {
  console.error(
    'Latchkey needs Node.js ' +
      wanted.join('.') +
      ' or newer; this is ' +
      process.versions.node +
      '.',
  );
  console.error(
    'Install it from https://nodejs.org, or the one of the package "node" with `npm ci`, and run the command again.',
  );
}
