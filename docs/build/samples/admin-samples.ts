import { placeholders } from './requests.ts';

interface AdminOperation {
  readonly requestBody?: {
    readonly content?: {
      readonly 'application/json'?: {
        readonly example?: unknown;
        readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
      };
    };
  };
}

/** What stands for the parameters of a path. */
const pathValues: Readonly<Record<string, string>> = {
  id: '1737130277841509',
  device_id: '1737130277841510',
  user_id: '1737130277841511',
};

/** A request to the Admin API, with curl and in TypeScript. Its body is the first example of the contract. */
export function adminSamples(method: string, path: string, operation: AdminOperation) {
  const { example, examples = {} } = operation.requestBody?.content?.['application/json'] ?? {};
  const body = example ?? Object.values(examples)[0]?.value;
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => pathValues[name] ?? name);
  return [
    { lang: 'bash', label: 'curl', source: curl(method, filled, body) },
    { lang: 'typescript', label: 'TypeScript', source: typescript(method, filled, body) },
  ];
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
