import { readFileSync } from 'node:fs';
import type { Document } from 'openapi-backend';
import { parse } from 'yaml';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The contract as it is published. */
export const contractText = readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8');

const withoutMapping = (key: unknown, value: unknown) => (key === 'mapping' ? undefined : value);
const contract = parse(contractText, withoutMapping) as Document;

/**
 * The contract, parsed. A new copy each time: openapi-backend writes into it. Without the mappings of discriminators:
 * its validator (Ajv 8) refuses them, and finds the schema by the constant in it.
 */
export function parseContract(): Document {
  return structuredClone(contract);
}

/** Every path of the contract with its methods, in upper case and in the contract's order. */
export const routes: readonly { path: string; methods: readonly string[] }[] = Object.entries(
  contract.paths ?? {},
).map(([path, item]) => ({
  path,
  methods: METHODS.filter((method) => item?.[method] !== undefined).map((m) => m.toUpperCase()),
}));

const roots = new Set(routes.map(({ path }) => rootOf(path)));

/** Whether a path is beneath one of the contract's roots, such as `/api`. */
export function isInContract(path: string): boolean {
  return roots.has(rootOf(path));
}

function rootOf(path: string): string | undefined {
  return path.split('/', 2)[1];
}
