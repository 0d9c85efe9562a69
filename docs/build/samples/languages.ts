import { placeholders, type SampleRequest } from './requests.ts';

/** How samples in a language use the client of docs/samples. */
export interface SampleLanguage {
  /** The label of the tab. */
  readonly label: string;
  /** The language name for the highlighter of the reference. */
  readonly lang: string;
  /** The client in docs/samples; undefined for the shell. */
  readonly file: string | undefined;
  /** The code before the request. */
  readonly setup: string;
  readonly request: (request: SampleRequest) => string;
}

const { server, apiKey, sharedKey } = placeholders;

/** Writes each field on a line. */
function lines({ fields }: SampleRequest, write: (name: string, value: string) => string): string {
  return Object.entries(fields)
    .map(([name, value]) => write(name, value))
    .join('\n');
}

const typescript: SampleLanguage = {
  label: 'TypeScript',
  lang: 'typescript',
  file: 'latchkey.ts',
  setup: `import { readFileSync } from 'node:fs';
import { Latchkey } from './latchkey.ts'; // from "Client code" of the guides

const latchkey = new Latchkey({
  server: '${server}',
  apiKey: '${apiKey}',
  sharedKey: '${sharedKey}',
  publicKey: readFileSync('latchkey.pem', 'utf8'),
});`,
  request(request) {
    const { method, path, fields } = request;
    const start = `console.log(await latchkey.call('${method}', '${path}'`;
    if (Object.keys(fields).length === 0) return `${start}));`;
    return `${start}, {\n${lines(request, (name, value) => `  ${name}: '${value}',`)}\n}));`;
  },
};

const python: SampleLanguage = {
  label: 'Python',
  lang: 'python',
  file: 'latchkey.py',
  setup: `from pathlib import Path

from latchkey import Latchkey  # from "Client code" of the guides

latchkey = Latchkey(
    server="${server}",
    api_key="${apiKey}",
    shared_key="${sharedKey}",
    public_key=Path("latchkey.pem").read_text(),
)`,
  request(request) {
    const { method, path, fields } = request;
    const start = `print(latchkey.call("${method}", "${path}"`;
    if (Object.keys(fields).length === 0) return `${start}))`;
    return `${start}, {\n${lines(request, (name, value) => `    "${name}": "${value}",`)}\n}))`;
  },
};

const csharp: SampleLanguage = {
  label: 'C#',
  lang: 'csharp',
  file: 'Latchkey.cs',
  // Latchkey.cs is from "Client code" of the guides.
  setup: `var latchkey = new Latchkey( // Latchkey.cs: from "Client code" of the guides
    server: "${server}",
    apiKey: "${apiKey}",
    sharedKey: "${sharedKey}",
    publicKey: File.ReadAllText("latchkey.pem"));`,
  request(request) {
    const { method, path } = request;
    const fields = lines(request, (name, value) => `    ["${name}"] = "${value}",`);
    const dictionary = `new Dictionary<string, string>${fields === '' ? '()' : `\n{\n${fields}\n}`}`;
    return `Console.WriteLine(await latchkey.Call(HttpMethod.${method === 'GET' ? 'Get' : 'Post'}, "${path}", ${dictionary}));`;
  },
};

const java: SampleLanguage = {
  label: 'Java',
  lang: 'java',
  file: 'Latchkey.java',
  setup: `var latchkey = new Latchkey( // Latchkey.java: from "Client code" of the guides
    "${server}", "${apiKey}", "${sharedKey}",
    Files.readString(Path.of("latchkey.pem")));`,
  request(request) {
    const { method, path } = request;
    const fields = lines(request, (name, value) => `    "${name}", "${value}",`);
    const map = fields === '' ? 'Map.of()' : `Map.of(\n${fields.replace(/,$/, '')})`;
    return `System.out.println(latchkey.call("${method}", "${path}", ${map}));`;
  },
};

const cpp: SampleLanguage = {
  label: 'C++',
  lang: 'cpp',
  file: 'latchkey.hpp',
  setup: `std::ifstream file("latchkey.pem");
const std::string public_key{std::istreambuf_iterator<char>(file), {}};
const latchkey::Latchkey latchkey( // latchkey.hpp: from "Client code" of the guides
    "${server}", "${apiKey}", "${sharedKey}", public_key);`,
  request(request) {
    const { method, path, fields } = request;
    const start = `std::cout << latchkey.call("${method}", "${path}"`;
    if (Object.keys(fields).length === 0) return `${start}) << "\\n";`;
    return `${start}, {\n${lines(request, (name, value) => `    {"${name}", "${value}"},`)}\n}) << "\\n";`;
  },
};

const curl: SampleLanguage = {
  label: 'curl',
  lang: 'bash',
  file: undefined,
  setup: `server=${server}
api_key=${apiKey}
shared_key=${sharedKey}

# Sign the time
date=$(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S GMT')
signature=$(printf 'licenseSpring\\ndate: %s' "$date" |
  openssl dgst -sha256 -hmac "$shared_key" -binary | openssl base64 -A)`,
  request(request) {
    const { method, path, fields } = request;
    const isGet = method === 'GET';
    const data = isGet
      ? lines(request, (name, value) => `  --data-urlencode '${name}=${value}' \\`)
      : `  --header 'Content-Type: application/json' --data '${JSON.stringify(fields, null, 2)}' \\`;
    return [
      `curl --silent --show-error${isGet ? ' --get' : ''} "$server${path}" \\`,
      `  --header "Date: $date" \\`,
      `  --header "Authorization: algorithm=\\"hmac-sha256\\", headers=\\"date\\", signature=\\"$signature\\", apikey=\\"$api_key\\"" \\`,
      ...(data === '' ? [] : [data]),
      `  --dump-header headers.txt --output answer.json`,
      '',
      '# Verify the answer',
      `tr -d '\\r' < headers.txt | awk 'tolower($1) == "licensesignature:" { print $2 }' |`,
      '  openssl base64 -d -A > signature.bin',
      'openssl dgst -sha256 -verify latchkey.pem -signature signature.bin answer.json && cat answer.json',
    ].join('\n');
  },
};

/** The languages in the order of the tabs. */
export const sampleLanguages: readonly SampleLanguage[] = [
  curl,
  typescript,
  python,
  csharp,
  java,
  cpp,
];
