import { readFileSync } from 'node:fs';
import type { Document } from 'openapi-backend';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The contract as it is published. */
export const contractText = readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8');

const text = readFileSync(new URL('../../generated/contract.json', import.meta.url), 'utf8');

/** Parses the contract. Each call returns a new copy, since openapi-backend changes it. */
export function parseContract(): Document {
  return JSON.parse(text) as Document;
}

/** The paths of the contract with their methods in upper case, in the contract's order. */
export const routes: readonly { path: string; methods: readonly string[] }[] = Object.entries(
  parseContract().paths ?? {},
).map(([path, item]) => ({
  path,
  methods: METHODS.filter((method) => item?.[method] !== undefined).map((m) => m.toUpperCase()),
}));

const roots = new Set(routes.map(({ path }) => rootOf(path)));

/** True when a path is below one of the contract's roots, such as `/api`. */
export function isInContract(path: string): boolean {
  return roots.has(rootOf(path));
}

function rootOf(path: string): string | undefined {
  return path.split('/', 2)[1];
}
