import type { Document } from 'openapi-backend';

const FOR_PEOPLE = new Set(['description', 'summary']);

/**
 * The contract as the server reads it at each start: as JSON, which is parsed sixty times faster than YAML, and without
 * texts for people.
 */
export function generateContract(contract: Document): Record<string, string> {
  return { 'contract.json': `${JSON.stringify(contract, forServer)}\n` };
}

/** A property that has one of these names is a schema, not a text. */
function forServer(key: string, value: unknown): unknown {
  if (FOR_PEOPLE.has(key) && typeof value === 'string') return undefined;
  // openapi-backend's validator (Ajv 8) refuses mappings of discriminators, and finds the schema by its constant.
  return key === 'mapping' ? undefined : value;
}
