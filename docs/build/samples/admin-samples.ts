import { placeholders } from './requests.ts';

const FILE_TYPE = 'application/octet-stream';

interface AdminOperation {
  readonly operationId: string;
  readonly requestBody?: {
    readonly content?: {
      readonly 'application/octet-stream'?: unknown;
      readonly 'application/json'?: {
        readonly example?: unknown;
        readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
      };
    };
  };
}

/** A parameter of an operation, references resolved. */
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly example?: string | number | boolean;
}

/**
 * Samples of a request to the Admin API, with curl and in TypeScript. Required parameters have the value of their
 * example in the contract; the body is the first example.
 * @param parameters those of the operation and of its path
 * @throws Error for a required parameter without an example
 */
export function adminSamples(
  method: string,
  path: string,
  operation: AdminOperation,
  parameters: readonly Parameter[],
) {
  const { example, examples = {} } = operation.requestBody?.content?.['application/json'] ?? {};
  const body = example ?? Object.values(examples)[0]?.value;
  const filled = withParameters(path, operation, parameters);
  if (operation.requestBody?.content?.[FILE_TYPE] !== undefined) {
    return fileSamples(method, filled);
  }
  return [
    { lang: 'bash', label: 'curl', source: curl(method, filled, body) },
    { lang: 'typescript', label: 'TypeScript', source: typescript(method, filled, body) },
  ];
}

/** Samples of a request whose body is a file. */
function fileSamples(method: string, path: string) {
  const url = placeholders.server + path;
  const curlLines = [
    `curl --silent --show-error --request ${method} '${url}' \\`,
    '  --header "Authorization: Bearer $LATCHKEY_ADMIN_TOKEN" \\',
    `  --header 'Content-Type: ${FILE_TYPE}' --data-binary @setup.exe`,
  ];
  const typescriptLines = [
    "import { readFile } from 'node:fs/promises';",
    '',
    `const response = await fetch('${url}', {`,
    `  method: '${method}',`,
    '  headers: {',
    '    Authorization: `Bearer ${process.env.LATCHKEY_ADMIN_TOKEN}`,',
    `    'Content-Type': '${FILE_TYPE}',`,
    '  },',
    "  body: await readFile('setup.exe'),",
    '});',
    'console.log(response.status, await response.json());',
  ];
  return [
    { lang: 'bash', label: 'curl', source: curlLines.join('\n') },
    { lang: 'typescript', label: 'TypeScript', source: typescriptLines.join('\n') },
  ];
}

function withParameters(
  path: string,
  { operationId }: AdminOperation,
  parameters: readonly Parameter[],
): string {
  let filled = path;
  const query: string[] = [];
  for (const { name, example, ...parameter } of parameters) {
    if (parameter.required !== true) continue;
    if (example === undefined) throw new Error(`${name} of ${operationId} has no example`);
    const value = encodeURIComponent(example);
    if (parameter.in === 'path') filled = filled.replace(`{${name}}`, value);
    if (parameter.in === 'query') query.push(`${name}=${value}`);
  }
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
}

function curl(method: string, path: string, body: unknown): string {
  const hasBody = body !== undefined;
  return [
    `curl --silent --show-error --request ${method} '${placeholders.server}${path}' \\`,
    `  --header "Authorization: Bearer $LATCHKEY_ADMIN_TOKEN"${hasBody ? ' \\' : ''}`,
    ...(hasBody ? [`  --header 'Content-Type: application/json' --data '${quoted(body)}'`] : []),
  ].join('\n');
}

function typescript(method: string, path: string, body: unknown): string {
  const hasBody = body !== undefined;
  const headers = [
    '    Authorization: `Bearer ${process.env.LATCHKEY_ADMIN_TOKEN}`,',
    ...(hasBody ? ["    'Content-Type': 'application/json',"] : []),
  ];
  return [
    `const response = await fetch('${placeholders.server}${path}', {`,
    `  method: '${method}',`,
    `  headers: {\n${headers.join('\n')}\n  },`,
    ...(hasBody ? [`  body: JSON.stringify(${indented(body)}),`] : []),
    '});',
    method === 'DELETE'
      ? 'console.log(response.status);'
      : 'console.log(response.status, await response.json());',
  ].join('\n');
}

function quoted(body: unknown): string {
  return JSON.stringify(body, null, 2).replaceAll("'", String.raw`'\''`);
}

function indented(body: unknown): string {
  return JSON.stringify(body, null, 2).replaceAll('\n', '\n  ');
}
