import { describe, expect, it } from '@jest/globals';
import { assertFewParameters, readParameters } from '../../src/web/parameters.ts';

describe('readParameters', () => {
  it.each([
    ['', {}],
    ['a=1&b=2', { a: '1', b: '2' }],
    ['a=1&a=2&a=3', { a: ['1', '2', '3'] }],
    ['a', { a: '' }],
    ['a=b=c', { a: 'b=c' }],
    ['a+b=c%20d', { 'a b': 'c d' }],
    ['a=%C3%BC&b=%zz', { a: 'ü', b: '%zz' }],
    ['&&a=1&', { a: '1' }],
  ])('reads parameters by name: %s', (encoded, expected) => {
    expect({ ...readParameters(encoded) }).toEqual(expected);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'accepts the name %s like any other',
    (name) => {
      const parameters = readParameters(`${name}=1&${name}=2`);
      expect(Object.entries(parameters)).toEqual([[name, ['1', '2']]]);
      expect(Object.keys(readParameters('a=1'))).toEqual(['a']);
      expect({}).not.toHaveProperty('polluted');
    },
  );

  it('accepts a hundred parameters and refuses more', () => {
    const query = (count: number) => Array.from({ length: count }, () => 'a=1').join('&');
    expect(() => assertFewParameters(query(100), 'query')).not.toThrow();
    expect(() => assertFewParameters('', 'query')).not.toThrow();
    expect(() => assertFewParameters(query(101), 'query')).toThrow(
      'The query has 101 parameters; send at most 100.',
    );
    expect(() => assertFewParameters('&'.repeat(8_000), 'form')).toThrow('The form has 8001');
  });
});
