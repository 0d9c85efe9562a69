import { describe, expect, it } from '@jest/globals';
import { contract, declaredOperations, type Schema } from '../support/contract.ts';

/** As much of a schema as this goes by. */
interface Sized extends Schema {
  readonly const?: unknown;
  readonly format?: string;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly additionalProperties?: boolean | Schema;
  readonly anyOf?: readonly Schema[];
}

/** Bounded by what a device has of them all together, which no schema can say. */
const TOGETHER = ['body.variables.*: maxLength'];

/** A pattern that says itself how long a text may be. */
const ENDS = /^\^(?:[^*+]|\\[*+])*\$$/;

/** The places in a schema where something may be sent that has no end. */
function endless(schema: Sized, place: string): string[] {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return endless(contract.components.schemas[name] ?? {}, place);
  }
  const { properties = {}, items, additionalProperties: more } = schema;
  const parts = [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  const types = [schema.type ?? []].flat();
  const found = parts.flatMap((part) => endless(part, place));
  for (const [name, part] of Object.entries(properties)) {
    found.push(...endless(part, `${place}.${name}`));
  }
  if (types.includes('string') && !isShort(schema)) found.push(`${place}: maxLength`);
  if (types.includes('array')) {
    if (schema.maxItems === undefined) found.push(`${place}: maxItems`);
    if (items !== undefined) found.push(...endless(items, `${place}[]`));
  }
  if (typeof more === 'object') {
    if (schema.maxProperties === undefined) found.push(`${place}: maxProperties`);
    found.push(...endless(more, `${place}.*`));
  }
  return found;
}

function isShort({ maxLength, enum: values, const: value, pattern, format }: Sized): boolean {
  const isTime = format === 'date-time' || format === 'date';
  const isPattern = pattern !== undefined && ENDS.test(pattern);
  return (
    maxLength !== undefined || values !== undefined || value !== undefined || isTime || isPattern
  );
}

const named = declaredOperations.map((one) => [one.operationId, one] as const);

describe('what an operation stores has a maximum size', () => {
  it.each(named)('%s', (_, { parameters, requestBody }) => {
    const inParameters = parameters.flatMap(({ name, in: where, schema }) =>
      endless(schema, `${where}.${name}`),
    );
    const inBody = Object.values(requestBody?.content ?? {}).flatMap(({ schema = {} }) =>
      endless(schema, 'body'),
    );
    const found = [...inParameters, ...inBody].filter((place) => !TOGETHER.includes(place));
    expect(found).toEqual([]);
  });
});
