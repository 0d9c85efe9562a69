import { parse, stringify } from 'yaml';
import { adminSamples, type Parameter } from './admin-samples.ts';
import { curl, sampleLanguages } from './languages.ts';
import { fileRequests, sampleRequests } from './requests.ts';

interface CodeSample {
  readonly lang: string;
  readonly label: string;
  readonly source: string;
}

interface Document {
  paths: Record<string, Record<string, Operation> & { parameters?: readonly DeclaredParameter[] }>;
  components: { parameters: Record<string, Parameter> };
}

type DeclaredParameter = Parameter | { readonly $ref: string };

type Operation = Parameters<typeof adminSamples>[2] & {
  parameters?: readonly DeclaredParameter[];
  'x-codeSamples'?: readonly CodeSample[];
};

/**
 * Adds code samples to each operation of the contract, for the reference only.
 * @throws Error for an operation of the License API without a sample, or a parameter without an example
 */
export function withCodeSamples(contract: string): string {
  const document = parse(contract) as Document;
  for (const [path, { parameters: shared = [], ...methods }] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (path.startsWith('/api/')) operation['x-codeSamples'] = samplesOf(operation.operationId);
      if (path.startsWith('/admin/')) {
        const parameters = [...shared, ...(operation.parameters ?? [])].map((one) =>
          resolveParameter(document, one),
        );
        operation['x-codeSamples'] = adminSamples(
          ...([method.toUpperCase(), path, operation, parameters] as const),
        );
      }
    }
  }
  return stringify(document);
}

function resolveParameter({ components }: Document, declared: DeclaredParameter): Parameter {
  if (!('$ref' in declared)) return declared;
  const found = components.parameters[declared.$ref.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`The contract has no ${declared.$ref}`);
  return found;
}

/** The samples of an operation of the License API, one for each language; of one that takes a file, for the shell alone. */
export function samplesOf(operationId: string): CodeSample[] {
  const file = fileRequests.find(({ operation }) => operation === operationId);
  const request = file ?? sampleRequests.find(({ operation }) => operation === operationId);
  if (request === undefined) throw new Error(`There is no sample request for ${operationId}`);
  return (file === undefined ? sampleLanguages : [curl]).map(
    ({ lang, label, setup, request: write }) => ({
      lang,
      label,
      source: `${setup}\n\n${write(request)}\n`,
    }),
  );
}
