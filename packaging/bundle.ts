import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { dirname, join, posix, relative } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import release from '../package.json' with { type: 'json' };
import { filesIn, isStale } from './stale.ts';

const root = join(import.meta.dirname, '..');
const migrations = join(root, 'src/store/migrations');

/** What is started, or loaded as a thread: each keeps its name and its folder. */
const PROGRAMS = [
  'src/server',
  'src/cli/main',
  'src/store/sqlite/vacuum-into',
  'examples/desktop-app/main',
];

/** The folder of what others wrote. */
const LIBRARIES = 'libraries';

/**
 * Bundles the programs and all that they import, but for what is native. Files that are read stand where they do in the
 * repository.
 * @param folder is emptied first
 */
export async function bundle(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const build = await rolldown({
    input: Object.fromEntries(PROGRAMS.map((name) => [name, join(root, `${name}.ts`)])),
    platform: 'node',
    // jsonc-parser has files for bundlers beside those that load each other at run time.
    resolve: { mainFields: ['module', 'main'] },
    external: ['@node-rs/argon2', 'pg-native'],
    // A library that names deprecated functions does so.
    checks: { eval: false },
    plugins: [importedMigrations, lazyHttp, placesOfModules, noMapsOfLibraries],
  });
  await build.write({
    dir: folder,
    chunkFileNames: ({ name }) =>
      name.startsWith(LIBRARIES) ? `${LIBRARIES}/[hash].js` : 'chunks/[name]-[hash].js',
    sourcemap: true,
    // Node.js keeps all that it has loaded as text, which takes twice the memory with a single character beyond Latin 1.
    charset: 'ascii',
    comments: false,
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    codeSplitting: {
      groups: [
        {
          name: LIBRARIES,
          test: /node_modules/,
          entriesAware: true,
          entriesAwareMergeThreshold: 20_000,
        },
        // Not in the file of a library that imports it too.
        { name: 'node-http', test: LAZY_HTTP, priority: 1 },
      ],
    },
  });
  await build.close();

  const isRead = (file: string) => !file.endsWith('.ts');
  cpSync(join(root, 'src'), join(folder, 'src'), { recursive: true, filter: isRead });
  for (const file of ['openapi.yaml', 'generated/contract.json']) {
    cpSync(join(root, file), join(folder, file));
  }
  // The last file: the bundle is as old as this one.
  const { name, version, type } = release;
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ name, version, type })}\n`);
}

/** Does so when a source has changed since. */
export async function bundleIfStale(folder: string): Promise<void> {
  const folders = ['src', 'examples', 'generated', 'packaging'].map((name) => join(root, name));
  const files = ['openapi.yaml', 'package.json', 'package-lock.json'].map((name) =>
    join(root, name),
  );
  if (isStale(join(folder, 'package.json'), [...filesIn(...folders), ...files])) {
    await bundle(folder);
  }
}

/** Imports the migrations by name, in place of the module that looks for them in their folder. */
const importedMigrations: Plugin = {
  name: 'imported-migrations',
  load(id) {
    if (id !== join(root, 'src/store/migrate/all-migrations.ts')) return null;
    const names = readdirSync(migrations).map((file) => file.slice(0, -'.ts'.length));
    const imports = names.map((name, index) => {
      return `import * as module${index} from ${JSON.stringify(join(migrations, `${name}.ts`))};`;
    });
    const modules = names.map((name, index) => `[${JSON.stringify(name)}, module${index}]`);
    // What only serves migrations stands in that folder too.
    return `${imports.join('\n')}
const modules = [${modules.join(', ')}];
export const allMigrations = Object.fromEntries(modules.filter(([, { up }]) => up));`;
  },
};

const LAZY_HTTP = '\0node-http';

/** An import of node:http reads all that it exports, also what loads `fetch` when it is read, in a tenth of the start. */
const lazyHttp: Plugin = {
  name: 'lazy-http',
  resolveId: (id, _, { kind }) =>
    /^(node:)?http$/.test(id) && kind === 'import-statement' ? LAZY_HTTP : null,
  load(id) {
    if (id !== LAZY_HTTP) return null;
    const exported = Object.entries(Object.getOwnPropertyDescriptors(http));
    const names = exported.filter(([, property]) => 'value' in property).map(([name]) => name);
    return `const http = process.getBuiltinModule('node:http');
export const { ${names.join(', ')} } = http;
export default http;`;
  },
};

/** Has each module find files from the place where it stood, in whatever file of the bundle it stands now. */
const placesOfModules: Plugin = {
  name: 'places-of-modules',
  transform(code, id) {
    if (id.includes('node_modules') || !code.includes('import.meta.url')) return null;
    const place = relative(root, id).replace(/\.ts$/, '.js');
    const url = `new URL('${place}', bundleRoot).href`;
    return { code: code.replaceAll('import.meta.url', url), map: null };
  },
  banner({ fileName }) {
    const path = `${posix.relative(dirname(fileName), '.') || '.'}/`;
    return `const bundleRoot = new URL('${path}', import.meta.url);`;
  },
};

/** Those of libraries would take a second to read for the first error, and 60 MB of memory. */
const noMapsOfLibraries: Plugin = {
  name: 'no-maps-of-libraries',
  generateBundle(_, files) {
    for (const [name, file] of Object.entries(files)) {
      if (!name.startsWith(LIBRARIES)) continue;
      if (file.type === 'asset') Reflect.deleteProperty(files, name);
      else file.code = file.code.replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n');
    }
  },
};
