import { OpenAPIBackend, type OpenAPIValidator } from 'openapi-backend';
import { parseContract } from './contract.ts';
import { ContractRouter } from './contract-router.ts';

interface Opened {
  readonly router: ContractRouter;
  readonly validator: OpenAPIValidator;
}

let opened: Promise<Opened> | undefined;

/** openapi-backend's router and validator of the contract: one of each in a process, as they take long to compile. */
export function openContract(): Promise<Opened> {
  return (opened ??= open());
}

async function open(): Promise<Opened> {
  const backend = new OpenAPIBackend({
    definition: parseContract(),
    strict: true,
    // Without it the document is validated at each start, as OpenAPI 3.0: Redocly lints it as the 3.1 it is.
    quick: true,
    coerceTypes: true,
    // Verbose: an error has the schema, with its example.
    ajvOpts: {
      allErrors: true,
      verbose: true,
      strict: false,
      useDefaults: true,
      discriminator: true,
      // Redocly lints the schemas. Ajv would compile the schema of schemas anew for each operation, at each start.
      validateSchema: false,
      meta: false,
    },
  });
  await backend.init();
  const { definition, validator } = backend;
  const router = new ContractRouter(definition);
  validator.router = router;
  validator.preCompileRequestValidators();
  return { router, validator };
}
