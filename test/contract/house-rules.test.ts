import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { customerFields } from '../../src/rules/customer.ts';
import { statusOf } from '../../src/rules/errors.ts';
import { termFields } from '../../src/rules/license-terms.ts';
import { featureTermFields } from '../../src/rules/license-feature.ts';
import { productFeatureFields } from '../../src/rules/product-feature.ts';
import { productFields } from '../../src/rules/product.ts';
import { operations } from '../../generated/operations.ts';
import { createClient } from '../support/client.ts';
import {
  adminOperations,
  applicationOperations,
  contract,
  declaredOperations,
  contractErrors,
  requestErrors,
} from '../support/contract.ts';
import { build } from '../support/build.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

type Module = Record<string, unknown>;

const src = fileURLToPath(new URL('../../src', import.meta.url));
const named = declaredOperations.map((one) => [one.operationId, one] as const);
const signed = named.filter(([, { isPublic, path }]) => !isPublic && !path.startsWith('/admin/'));
const load = (path: string) => import(`../../src/${path}`) as Promise<Module>;

/** The fields of resources, and those that the vendor does not set or change. */
const resources = [
  ['License', termFields, []],
  ['LicenseFeature', featureTermFields, []],
  [
    'ProductFeature',
    productFeatureFields,
    [
      'ProductFeatureChanges.product_id',
      'ProductFeatureChanges.code',
      'ProductFeatureChanges.feature_type',
    ],
  ],
  ['Customer', customerFields, []],
  [
    'Product',
    productFields,
    ['NewProduct.archived', 'ProductChanges.code', 'ProductChanges.authorization_method'],
  ],
] as const;

/** What a schema says of values, without its texts and its default. */
function limitsIn(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(limitsIn);
  if (typeof schema !== 'object' || schema === null) return schema;
  if ('$ref' in schema) {
    return limitsIn(contract.components.schemas[String(schema.$ref).split('/').at(-1) ?? '']);
  }
  const { allOf = [], ...rest } = schema as { allOf?: unknown[] };
  const limits = Object.entries(rest).filter(
    ([key]) => !['description', 'default', 'example', 'examples'].includes(key),
  );
  const own = Object.fromEntries(limits.map(([key, value]) => [key, limitsIn(value)])) as object;
  return Object.assign({}, ...allOf.map(limitsIn), own) as unknown;
}

describe.each(resources)('every field of a %s', (name, fields, exceptions) => {
  const schemaOf = (schema: string) => contract.components.schemas[schema] ?? {};
  const missingFrom = (schema: string, names: readonly string[]) =>
    Object.keys(fields)
      .filter((field) => !names.includes(field))
      .map((field) => `${schema}.${field}`)
      .filter((field) => !(exceptions as readonly string[]).includes(field));

  it('is always shown by the Admin API', () => {
    const schema = `Admin${name}`;
    expect(missingFrom(schema, schemaOf(schema).required ?? [])).toEqual([]);
  });

  it.each([`New${name}`, `${name}Changes`])('can be set: %s', (schema) => {
    expect(missingFrom(schema, Object.keys(schemaOf(schema).properties ?? {}))).toEqual([]);
  });

  it('has the same limits when it is set and when it is changed', () => {
    const { properties: atFirst = {} } = schemaOf(`New${name}`);
    const { properties: later = {} } = schemaOf(`${name}Changes`);
    const both = Object.keys(fields).filter((field) => field in atFirst && field in later);
    expect(both).not.toEqual([]);
    const limitsOf = (properties: object) =>
      both.map((field) => [field, limitsIn(properties[field as never])]);
    expect(limitsOf(later)).toEqual(limitsOf(atFirst));
  });
});

describe('every operation', () => {
  it.each(named)('%s is exported by src/<tag>/<operationId>.ts', async (operationId, { tags }) => {
    expect(tags).toHaveLength(1);
    const module = await load(`${tags[0] ?? ''}/${operationId}.ts`);
    expect(Object.keys(module)).toEqual([operationId]);
    expect(operations[operationId as keyof typeof operations]).toBe(module[operationId]);
  });

  it('is in the contract, without any other file', () => {
    const ids = declaredOperations.map(({ operationId }) => operationId).sort();
    expect(Object.keys(operations).sort()).toEqual(ids);
    const files = readdirSync(src, { recursive: true, encoding: 'utf8' });
    const schemes = Object.keys(contract.components.securitySchemes);
    const capital = files.map((file) => basename(file, '.ts')).filter((name) => /[A-Z]/.test(name));
    expect(capital.filter((name) => !schemes.includes(name)).sort()).toEqual(ids);
  });

  it('has its own ID, tag and summary', () => {
    const ids = declaredOperations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = contract.tags.map(({ name }) => name);
    for (const operation of declaredOperations) {
      expect(tags).toContain(operation.tags[0]);
      expect(operation.summary).toMatch(/\w/);
    }
  });

  it.each(signed)('%s declares a 4xx response', (_, { responses }) => {
    expect(Object.keys(responses).filter((status) => /^4\d\d$/.test(status))).not.toEqual([]);
  });

  it.each(named)(
    '%s signs all its responses, or is not part of the License API',
    (_, operation) => {
      for (const { headers = {} } of Object.values(operation.responses)) {
        expect('LicenseSignature' in headers).toBe(operation.path.startsWith('/api/v4/'));
      }
    },
  );
});

describe('every pattern', () => {
  it('has an example, which the error for an invalid value shows', () => {
    const patterned = schemasIn(contract).filter(({ pattern }) => pattern !== undefined);
    expect(patterned.length).toBeGreaterThan(5);
    for (const { pattern, example } of patterned) {
      expect(example).toMatch(new RegExp(pattern as string, 'u'));
    }
  });
});

describe('every operation that requires credentials', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('is every operation except metadata and health', () => {
    const open = declaredOperations.filter(({ isPublic }) => isPublic);
    expect(open.map(({ operationId }) => operationId).sort()).toEqual([
      ...['getLiveness', 'getMetadata', 'getReadiness'],
    ]);
  });

  it.each(signed)('%s refuses without credentials', async (operationId) => {
    const client = createClient(server, { api_key: '', shared_key: '' });
    const { code } = await client.refused(operationId, { headers: [] });
    expect(code).toBe('missing_headers');
  });

  it.each(signed)('%s refuses with bad credentials', async (operationId) => {
    const { api_key: apiKey } = await build(server.store).apiKey();
    const unknown = createClient(server, { api_key: 'unknown', shared_key: 'guessed' });
    expect((await unknown.refused(operationId)).code).toBe('invalid_api_key');
    const guessed = createClient(server, { api_key: apiKey, shared_key: 'guessed' });
    expect((await guessed.refused(operationId)).code).toBe('signature_mismatch');
  });
});

describe('every security scheme', () => {
  const schemes = Object.keys(contract.components.securitySchemes);

  it.each(schemes)('%s is exported by src/schemes/<scheme>.ts', async (scheme) => {
    expect(existsSync(`${src}/schemes/${scheme}.ts`)).toBe(true);
    expect(await load(`schemes/${scheme}.ts`)).toHaveProperty(scheme, expect.any(Function));
  });

  it('is required unless an operation says otherwise', () => {
    expect(contract.security).toEqual([{ requestSignature: [] }, { accessToken: [] }]);
    for (const { isPublic, security } of applicationOperations) {
      expect(security).toEqual(isPublic ? [] : undefined);
    }
  });

  it('is the admin token for the whole Admin API', () => {
    for (const { security } of adminOperations) expect(security).toEqual([{ adminToken: [] }]);
  });
});

describe('every default', () => {
  it('is not beside a reference, where it is ignored', () => {
    const lost: string[] = [];
    JSON.stringify(contract, (key, value: unknown) => {
      const { $ref, ...beside } = (value ?? {}) as { $ref?: unknown; default?: unknown };
      if ($ref !== undefined && 'default' in beside) lost.push(key);
      return value;
    });
    expect(lost).toEqual([]);
  });
});

describe('every example', () => {
  const answers = declaredOperations.flatMap((operation) =>
    Object.entries(operation.responses).flatMap(([status, { content = {} }]) =>
      examplesOf(content['application/json'] ?? {}).map(
        ([name, value]) =>
          [`${operation.operationId} ${status} ${name}`, operation, Number(status), value] as const,
      ),
    ),
  );
  it.each(answers)('of a response matches its schema: %s', (_, operation, status, value) => {
    expect(contractErrors(operation, status, value)).toEqual([]);
  });

  it.each(named)('of a response exists for each status of %s', (operationId, { responses }) => {
    for (const [status, { content }] of Object.entries(responses)) {
      if (content === undefined) continue;
      expect(answers.map(([title]) => title)).toContainEqual(
        expect.stringMatching(`^${operationId} ${status} `),
      );
    }
  });

  const bodies = declaredOperations.flatMap((operation) =>
    examplesOf(operation.requestBody?.content['application/json'] ?? {}).map(
      ([name, value]) => [`${operation.operationId} ${name}`, operation, value] as const,
    ),
  );
  it.each(bodies)('of a body matches its schema: %s', (_, operation, body) => {
    expect(requestErrors(operation, { body })).toEqual([]);
  });

  const queries = named.filter(([, { method }]) => ['GET', 'DELETE'].includes(method));
  it.each(queries)('of a parameter matches its schema: %s', (_, operation) => {
    const query = Object.fromEntries(
      operation.parameters.flatMap(({ name, in: place, example }) =>
        example === undefined || place !== 'query' ? [] : [[name, String(example)]],
      ),
    );
    expect(requestErrors(operation, { query })).toEqual([]);
  });

  it('of an action in the audit log is an operation', () => {
    const ids = Object.keys(operations);
    const listing = declaredOperations.find((one) => one.operationId === 'listAuditEntries');
    const parameter = listing?.parameters.find(({ name }) => name === 'action');
    expect(ids).toContain(parameter?.example);
    const { items } = contract.components.examples['auditEntries']?.value as {
      items: { action: string }[];
    };
    for (const { action } of items) expect(ids).toContain(action);
  });

  const errors = Object.entries(contract.components.examples).filter(([name]) => name in statusOf);
  it.each(errors)('of an error has the name and the status of its code: %s', (name, example) => {
    const status = statusOf[name as keyof typeof statusOf];
    expect(example.value).toEqual({ status, code: name, message: expect.stringMatching(/\w/) });
  });

  it.each(named)('of an error is listed under its status: %s', (_, { responses }) => {
    for (const [status, { content = {} }] of Object.entries(responses)) {
      for (const [name] of examplesOf(content['application/json'] ?? {})) {
        if (name in statusOf) expect(statusOf[name as keyof typeof statusOf]).toBe(Number(status));
      }
    }
  });

  it('of an error exists for every code that an operation declares, and for no other', () => {
    const routing = ['method_not_allowed'];
    const codes = contract.components.schemas.ErrorCode.enum;
    expect([...Object.keys(statusOf)].sort()).toEqual([...codes].sort());
    expect(errors.map(([name]) => name).sort()).toEqual(
      codes.filter((code) => !routing.includes(code)).sort(),
    );
    const declared = declaredOperations.flatMap(({ responses }) =>
      Object.values(responses).flatMap(({ content = {} }) =>
        examplesOf(content['application/json'] ?? {}).map(([name]) => name),
      ),
    );
    for (const [name] of errors) expect(declared).toContain(name);
  });
});

/** `example` and `examples` of a media type, references resolved. */
function examplesOf(media: { example?: unknown; examples?: object }): [string, unknown][] {
  const single: [string, unknown][] =
    media.example === undefined ? [] : [['example', media.example]];
  const several = Object.entries(media.examples ?? {}).map(([name, example]): [string, unknown] => {
    const { $ref, value } = example as { $ref?: string; value?: unknown };
    const target = $ref === undefined ? undefined : contract.components.examples[basename($ref)];
    return [name, target === undefined ? value : target.value];
  });
  return [...single, ...several];
}

function schemasIn(node: unknown): Module[] {
  if (typeof node !== 'object' || node === null) return [];
  return [node as Module, ...Object.values(node).flatMap(schemasIn)];
}
