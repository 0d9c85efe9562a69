import { createRequire } from 'node:module';
import { escapeHtml } from './html.ts';

// Loaded without import, because its types declare the globals of a browser for the whole program.
const load = createRequire(import.meta.url);
const hljs = load('highlight.js/lib/core') as {
  registerLanguage(name: string, grammar: unknown): void;
  highlight(
    code: string,
    options: { language: string; ignoreIllegals: boolean },
  ): { value: string };
};

interface Language {
  /** The label above the code; empty when it is obvious. */
  readonly label: string;
  /** The grammar; without one the code has no colours. */
  readonly grammar?: string;
}

/** The languages of code blocks, by the word after the three backticks. */
export const languages: Readonly<Record<string, Language>> = {
  // Most code blocks are commands.
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
  // The file name shows the format.
  csv: { label: '' },
  jsonl: { label: '' },
  text: { label: '' },
};

for (const [name, { grammar }] of Object.entries(languages)) {
  if (grammar !== undefined) {
    hljs.registerLanguage(name, load(`highlight.js/lib/languages/${grammar}`));
  }
}

/** Renders code as HTML with classes, whose colours are in style.css. The browser runs no highlighter. */
export function highlight(code: string, language: string): string {
  if (languages[language]?.grammar === undefined) return escapeHtml(code);
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}
