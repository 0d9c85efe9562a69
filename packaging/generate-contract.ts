/**
 * Writes the contract as the server reads it at each start: as JSON, which is parsed forty times faster than YAML, and
 * without texts for people. Run it with `node packaging/generate-contract.ts [--check]`. With --check it writes nothing,
 * and fails when the file is out of date.
 */
import { readContract } from './read-contract.ts';
import { writeGenerated } from './write-generated.ts';

const FOR_PEOPLE = new Set(['description', 'summary']);

writeGenerated({ 'contract.json': `${JSON.stringify(readContract(), forServer)}\n` });

/** A property that has one of these names is a schema, not a text. */
function forServer(key: string, value: unknown): unknown {
  if (FOR_PEOPLE.has(key) && typeof value === 'string') return undefined;
  // openapi-backend's validator (Ajv 8) refuses mappings of discriminators, and finds the schema by its constant.
  return key === 'mapping' ? undefined : value;
}
