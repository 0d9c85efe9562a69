/** The tags of the contract, each a folder of operations. A folder may import those before it. */
const tags = [
  'metadata',
  'health',
  'products',
  'sso',
  'licenses',
  'bundles',
  'offline',
  'consumption',
  'floating',
  'device-variables',
  'license-users',
  'trials',
  'versions',
  'admin',
];
/**
 * The layers of src, lowest first: a file may import its own folder and those that stand above it here.
 * A new folder gets its place here. Files at the root of src are named like folders.
 */
const layers = [
  ...['rules', 'security', 'config', 'terminal', 'observability', 'store', 'keys', 'web', 'pages'],
  ...['deps.ts', 'files', 'contract', 'connections', 'limits', 'schemes', 'bulk'],
  ...tags,
  ...['issuer', 'sign-in', 'metrics', 'middleware', 'docs', 'demo', 'jobs', 'api', 'offline-page'],
  ...['app.ts', 'server.ts', 'doctor', 'cli'],
];

const pathOf = (layer) => `^src/${layer.replace('.', '\\.')}${layer.includes('.') ? '$' : '/'}`;
const inAnyLayer = layers.map(pathOf);

/** `<tag>/<operationId>.ts`: only operations and security schemes have a capital letter in their name. */
const OPERATION = '^src/.*/[a-z]+[A-Z][A-Za-z]*\\.ts$';
const package_ = (names) => `(^|node_modules/(@types/)?)(${names})(/|$)`;
const FRAMEWORK = package_('koa|koa-[^/]+|@koa/[^/]+|openapi-backend|oidc-provider');
const SQL = package_('kysely|pg|pg-[^/]+|node:sqlite');

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layers.map((layer, index) =>
      forbid(
        `${layer.replace('.ts', '')}-imports-upwards`,
        `src/${layer} may import only what stands before it in the layers of .dependency-cruiser.js.`,
        { path: pathOf(layer) },
        { path: '^src/', pathNot: inAnyLayer.slice(0, index + 1) },
      ),
    ),
    // Three, as a file may import, be imported, or neither.
    ...[
      [{ path: '^src/', pathNot: inAnyLayer }, {}],
      [{}, { path: '^src/', pathNot: inAnyLayer }],
      [{ orphan: true, path: '^src/', pathNot: inAnyLayer }, {}],
    ].map(([from, to]) =>
      forbid('in-no-layer', 'A file of src belongs into a folder that is a layer.', from, to),
    ),
    forbid(
      'no-circle',
      'Files that import each other cannot be understood one by one. Type imports count.',
      {},
      { circular: true },
    ),
    forbid(
      'operation-imports-operation',
      'What two operations share belongs into a file beside them.',
      { path: OPERATION },
      { path: OPERATION },
    ),
    forbid(
      'no-framework',
      'An operation takes a value and returns a value; what lies below it knows no framework either.',
      { path: [OPERATION, '^src/(rules|security|config|terminal|store|keys)/'] },
      { path: FRAMEWORK },
    ),
    forbid(
      'sql-in-store',
      'Only src/store speaks SQL.',
      { path: '^src/', pathNot: '^src/store/' },
      { path: SQL },
    ),
    forbid(
      'generated-at-the-edge',
      'The types of the wire stay with those who read requests and write answers.',
      {
        path: '^src/',
        pathNot: [
          '^src/rules/(errors|audit-event)\\.ts$',
          // It makes a part of an answer.
          '^src/connections/provider-check\\.ts$',
          // Imports hold a file to the limits of the contract.
          '^src/bulk/kinds\\.ts$',
          // The page carries out request files, as their operations do.
          '^src/offline-page/',
          `^src/(contract|${tags.join('|')}|api|cli)/`,
        ],
      },
      { path: '^generated/' },
    ),
  ],
  options: { tsPreCompilationDeps: true, doNotFollow: { path: 'node_modules' } },
};
