import { fileURLToPath } from 'node:url';

/** Where jest's set-up has bundled the programs, as packaging/build.ts does for the package. */
export const bundled = fileURLToPath(
  new URL('../../node_modules/.cache/latchkey', import.meta.url),
);

/** The server and the command line as the package has them: they start in half the time that their sources take. */
export const serverProgram = `${bundled}/src/server.js`;
export const latchkeyProgram = `${bundled}/src/cli/main.js`;
