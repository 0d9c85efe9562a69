import { readdirSync, readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { contract } from './contract.ts';

/** A regular expression that the server runs, and where it stands. */
export interface Expression {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

const src = fileURLToPath(new URL('../../src/', import.meta.url));

/** The regular expressions of all sources, and of the patterns of the contract. */
export async function allExpressions(): Promise<Expression[]> {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((name) => /\.[jt]s$/.test(name) && !name.endsWith('.d.ts'));
  const found = sources.map((file) => ({ file, ...readSource(file) }));
  const built = found.filter(({ calls }) => calls > 0);
  return [
    ...found.flatMap(({ literals }) => literals),
    ...(await builtBy(built)),
    ...patternsOf(contract),
  ];
}

/** The literals of a file, and how many expressions it builds from texts. */
function readSource(file: string): { literals: Expression[]; calls: number } {
  const text = readFileSync(src + file, 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const literals: Expression[] = [];
  let calls = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) literals.push({ place: file, ...parse(node.text) });
    const isCall = ts.isNewExpression(node) || ts.isCallExpression(node);
    if (isCall && node.expression.getText(source) === 'RegExp') calls += 1;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { literals, calls };
}

function parse(literal: string): { source: string; flags: string } {
  const end = literal.lastIndexOf('/');
  return { source: literal.slice(1, end), flags: literal.slice(end + 1) };
}

/**
 * The expressions that files build from texts: the files are loaded, and what they build then is noted.
 * @throws where one builds fewer than it has places for: those that are built later cannot be checked
 */
async function builtBy(files: readonly { file: string; calls: number }[]): Promise<Expression[]> {
  const built: Expression[] = [];
  const { RegExp: original } = globalThis;
  globalThis.RegExp = new Proxy(original, {
    construct(target, args: [string, string?]) {
      const made = new target(...args);
      const caller = new Error().stack
        ?.split('\n')
        .find((line) => line.includes(`${sep}src${sep}`));
      const place = files.find(({ file }) => caller?.includes(`${sep}src${sep}${file}`));
      if (place) built.push({ place: place.file, source: made.source, flags: made.flags });
      return made;
    },
  });
  try {
    for (const { file } of files) await import(`../../src/${file}`);
  } finally {
    globalThis.RegExp = original;
  }
  for (const { file, calls } of files) {
    const count = built.filter(({ place }) => place === file).length;
    if (count < calls) throw new Error(`${file} builds ${count} of ${calls} when it is loaded`);
  }
  return built;
}

/** What stands as `pattern` in the contract, once each. The validator compiles it with `u`. */
function patternsOf(node: unknown): Expression[] {
  const patterns = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'pattern' && typeof inner === 'string') patterns.add(inner);
      visit(inner);
    }
  };
  visit(node);
  return [...patterns].map((source) => ({ place: 'openapi.yaml', source, flags: 'u' }));
}
