import { parse, stringify } from 'yaml';
import { adminSamples } from './admin-samples.ts';
import { sampleLanguages } from './languages.ts';
import { sampleRequests } from './requests.ts';

interface CodeSample {
  readonly lang: string;
  readonly label: string;
  readonly source: string;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
}

type Operation = Parameters<typeof adminSamples>[2] & {
  operationId: string;
  'x-codeSamples'?: readonly CodeSample[];
};

/**
 * The contract with a sample of code for each operation, for the reference alone.
 * @throws Error naming an operation of the License API that has none
 */
export function withCodeSamples(contract: string): string {
  const document = parse(contract) as Document;
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (method === 'parameters') continue;
      if (path.startsWith('/api/')) operation['x-codeSamples'] = samplesOf(operation.operationId);
      if (path.startsWith('/admin/')) {
        operation['x-codeSamples'] = adminSamples(method.toUpperCase(), path, operation);
      }
    }
  }
  return stringify(document);
}

/** The samples of an operation of the License API, a language each. */
export function samplesOf(operationId: string): CodeSample[] {
  const request = sampleRequests.find(({ operation }) => operation === operationId);
  if (request === undefined) throw new Error(`There is no sample request for ${operationId}`);
  return sampleLanguages.map(({ lang, label, setup, request: write }) => ({
    ...{ lang, label },
    source: `${setup}\n\n${write(request)}\n`,
  }));
}
