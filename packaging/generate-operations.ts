import type { Document } from 'openapi-backend';
import { ContractRouter } from '../src/contract/contract-router.ts';

const NOTE = '// Written by `npm run generate` from openapi.yaml.';

/** The security scheme of each operation, and the map of the operations, which are in src/<tag>/<operationId>.ts. */
export function generateOperations(contract: Document): Record<string, string> {
  const operations = new ContractRouter(contract)
    .getOperations()
    .map(({ operationId: id = '', tags: [tag = ''] = [], security = [] }) => ({
      id,
      import: `import { ${id} } from '../src/${tag}/${id}.ts';`,
      scheme: `  ${id}: ${schemesOf(security)};`,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    'security.d.ts': `${NOTE}

/** The security schemes of each operation, of which a request needs one; null for public operations. */
export interface Security {
${operations.map(({ scheme }) => scheme).join('\n')}
}
`,
    'operations.ts': `${NOTE}
import type { Handlers } from '../src/contract/operation.ts';
${operations.map((operation) => operation.import).join('\n')}

/** The operations of the contract. */
export const operations = {
${operations.map(({ id }) => `  ${id},`).join('\n')}
} satisfies Handlers;
`,
  };
}

function schemesOf(security: readonly object[]): string {
  const names = security.flatMap((requirement) => Object.keys(requirement));
  return names.map((name) => `'${name}'`).join(' | ') || 'null';
}
