import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const everywhere = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  {
    // TypeScript does not look for unknown properties in what is spread.
    selector: 'ObjectExpression > SpreadElement[argument.type="ObjectExpression"]',
    message: 'Write the properties themselves: the compiler checks those.',
  },
];
const inOnePlace =
  'Only src/terminal writes to a terminal: what others wrote must steer nothing there.';

/** The ways to a terminal. */
const terminal = [
  "CallExpression[callee.property.name='write'][callee.object.name=/^std(out|err)$/]",
  "CallExpression[callee.property.name='write'][callee.object.property.name=/^std(out|err)$/]",
  'ImportDeclaration[source.value=/^(node:)?readline/]',
  "ImportDeclaration[source.value='pino-pretty']",
].map((selector) => ({ selector, message: inOnePlace }));

/** The ways to a query or a form that do not count its parameters, or take the square of their number. */
const unread = [
  "MemberExpression[property.name='querystring']",
  "Property[key.name='querystring'][parent.type='ObjectPattern']",
  "MemberExpression[property.name='URL'][object.name=/^(ctx|request)$/]",
  "MemberExpression[property.name='URL'][object.property.name='request']",
  // One to be filled, or made of values of ours, is none that was sent.
  "NewExpression[callee.name='URLSearchParams'][arguments.0]:not([arguments.0.type='ObjectExpression'])",
  'ImportDeclaration[source.value=/^(node:querystring|qs|co-body|koa-bodyparser|formidable)$/]',
].map((selector) => ({
  selector,
  message:
    'Only src/web reads queries and forms as they were sent: ctx.query and parseForm are bounded.',
}));

export default tseslint.config(
  { ignores: ['node_modules', 'generated', 'docs/site', 'dist', 'data', 'test-results'] },
  js.configs.recommended,
  {
    files: ['bin/*.js'],
    languageOptions: { globals: { console: false, process: false, URL: false } },
  },
  { files: ['src/pages/*.js'], languageOptions: { globals: { document: false } } },
  {
    files: ['docs/*.js'],
    languageOptions: {
      globals: { document: false, navigator: false, fetch: false, setTimeout: false },
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'no-restricted-syntax': ['error', ...everywhere],
    },
  },
  {
    files: ['{src,examples}/**/*.ts'],
    ignores: ['src/terminal/*.ts'],
    rules: {
      'no-restricted-globals': ['error', { name: 'console', message: inOnePlace }],
      'no-restricted-syntax': ['error', ...everywhere, ...terminal],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/terminal/*.ts', 'src/web/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, ...terminal, ...unread] },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/server.ts', 'src/cli/main.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Only server.ts and cli/main.ts read the environment.',
        },
      ],
    },
  },
);
