import { placeholders, type SampleRequest, type SampleValue } from './requests.ts';

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

/** How a language writes fields. */
interface Syntax {
  readonly text: (value: string) => string;
  readonly field: (name: string, value: string) => string;
  /** An object on one line. */
  readonly object: (fields: string) => string;
}

const inQuotes = (value: string) => `"${value}"`;

/** Writes the fields of a request, each without the comma after it. */
function write(fields: SampleRequest['fields'], { text, field, object }: Syntax): string[] {
  const literal = (value: SampleValue) => {
    if (typeof value === 'string') return text(value);
    return object(
      Object.entries(value)
        .map(([name, inner]) => field(name, text(inner)))
        .join(', '),
    );
  };
  return Object.entries(fields).map(([name, value]) => field(name, literal(value)));
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
  request({ method, path, fields }) {
    const start = `console.log(await latchkey.call('${method}', '${path}'`;
    const written = write(fields, {
      text: (value) => `'${value}'`,
      field: (name, value) => `${name}: ${value}`,
      object: (inner) => `{ ${inner} }`,
    });
    if (written.length === 0) return `${start}));`;
    return `${start}, {\n  ${written.join(',\n  ')},\n}));`;
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
  request({ method, path, fields }) {
    const start = `print(latchkey.call("${method}", "${path}"`;
    const written = write(fields, {
      text: inQuotes,
      field: (name, value) => `"${name}": ${value}`,
      object: (inner) => `{${inner}}`,
    });
    if (written.length === 0) return `${start}))`;
    return `${start}, {\n    ${written.join(',\n    ')},\n}))`;
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
  request({ method, path, fields }) {
    const type = 'new Dictionary<string, object>';
    const written = write(fields, {
      text: inQuotes,
      field: (name, value) => `["${name}"] = ${value}`,
      object: (inner) => `${type} { ${inner} }`,
    });
    const dictionary =
      written.length === 0 ? `${type}()` : `${type}\n{\n    ${written.join(',\n    ')},\n}`;
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
  request({ method, path, fields }) {
    const written = write(fields, {
      text: inQuotes,
      field: (name, value) => `"${name}", ${value}`,
      object: (inner) => `Map.of(${inner})`,
    });
    const map = written.length === 0 ? 'Map.of()' : `Map.of(\n    ${written.join(',\n    ')})`;
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
  request({ method, path, fields }) {
    const start = `std::cout << latchkey.call("${method}", "${path}"`;
    const written = write(fields, {
      text: inQuotes,
      field: (name, value) => `{"${name}", ${value}}`,
      object: (inner) => `latchkey::Object{${inner}}`,
    });
    if (written.length === 0) return `${start}) << "\\n";`;
    return `${start}, {\n    ${written.join(',\n    ')},\n}) << "\\n";`;
  },
};

export const curl: SampleLanguage = {
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
  request({ method, path, fields, file }) {
    const isGet = method === 'GET';
    const json = `  --header 'Content-Type: application/json' --data '${JSON.stringify(fields, null, 2)}' \\`;
    const data = isGet
      ? Object.entries(fields).map(
          ([name, value]) => `  --data-urlencode '${name}=${value as string}' \\`,
        )
      : [file === undefined ? json : `  --form 'file=@${file}' \\`];
    return [
      `curl --silent --show-error${isGet ? ' --get' : ''} "$server${path}" \\`,
      `  --header "Date: $date" \\`,
      `  --header "Authorization: algorithm=\\"hmac-sha256\\", headers=\\"date\\", signature=\\"$signature\\", apikey=\\"$api_key\\"" \\`,
      ...data,
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
