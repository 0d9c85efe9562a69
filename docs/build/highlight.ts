import { createRequire } from 'node:module';
import { escapeHtml } from './html.ts';

// Not by import: its types declare the browser's world, to the whole program.
const load = createRequire(import.meta.url);
const hljs = load('highlight.js/lib/core') as {
  registerLanguage(name: string, grammar: unknown): void;
  highlight(
    code: string,
    options: { language: string; ignoreIllegals: boolean },
  ): { value: string };
};

interface Language {
  /** What stands over the code; empty where readers see it anyway. */
  readonly label: string;
  /** Its grammar; without one there are no colours. */
  readonly grammar?: string;
}

/** What may stand after the three backticks. */
export const languages: Readonly<Record<string, Language>> = {
  // Commands are what these pages are full of.
  sh: { label: '', grammar: 'bash' },
  ts: { label: 'TypeScript', grammar: 'typescript' },
  py: { label: 'Python', grammar: 'python' },
  cs: { label: 'C#', grammar: 'csharp' },
  java: { label: 'Java', grammar: 'java' },
  cpp: { label: 'C++', grammar: 'cpp' },
  json: { label: 'JSON', grammar: 'json' },
  nginx: { label: 'nginx', grammar: 'nginx' },
  haproxy: { label: 'HAProxy' },
  caddyfile: { label: 'Caddy' },
  yaml: { label: 'YAML', grammar: 'yaml' },
  ini: { label: 'INI', grammar: 'ini' },
  sql: { label: 'SQL', grammar: 'sql' },
  dockerfile: { label: 'Dockerfile', grammar: 'dockerfile' },
  powershell: { label: 'PowerShell', grammar: 'powershell' },
  http: { label: 'HTTP', grammar: 'http' },
  // What a file is, its name says.
  csv: { label: '' },
  jsonl: { label: '' },
  text: { label: '' },
};

for (const [name, { grammar }] of Object.entries(languages)) {
  if (grammar !== undefined) {
    hljs.registerLanguage(name, load(`highlight.js/lib/languages/${grammar}`));
  }
}

/** Code as HTML, with its parts in classes that style.css has colours for. Nothing is left to do for the browser. */
export function highlight(code: string, language: string): string {
  if (languages[language]?.grammar === undefined) return escapeHtml(code);
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}
