import { OpenAPIBackend, type OpenAPIValidator } from 'openapi-backend';
import { parseContract } from './contract.ts';
import { validateContentsOfFiles } from './file-body.ts';
import { ContractRouter } from './contract-router.ts';

interface Opened {
  readonly router: ContractRouter;
  readonly validator: OpenAPIValidator;
}

let opened: Promise<Opened> | undefined;

/**
 * openapi-backend's router and validator of the contract. They are created once in a process.
 */
export function openContract(): Promise<Opened> {
  return (opened ??= open());
}

async function open(): Promise<Opened> {
  const backend = new OpenAPIBackend({
    definition: parseContract(),
    strict: true,
    // Otherwise each start would validate the document, as OpenAPI 3.0. Redocly lints it as 3.1.
    quick: true,
    coerceTypes: true,
    // Verbose: an error has the schema, with its example.
    ajvOpts: {
      allErrors: true,
      verbose: true,
      strict: false,
      useDefaults: true,
      discriminator: true,
      // Redocly lints the schemas. Ajv would compile its meta-schema again for each operation, at each start.
      validateSchema: false,
      meta: false,
    },
  });
  await backend.init();
  const { definition, validator } = backend;
  validateContentsOfFiles(definition);
  const router = new ContractRouter(definition);
  // It compiles the validator of an operation for its first request, in about 3 ms. All of them would take 400 ms at start.
  validator.router = router;
  return { router, validator };
}
