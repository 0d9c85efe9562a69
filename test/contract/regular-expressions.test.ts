import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from '@jest/globals';
import type { Expression } from '../support/regular-expressions.ts';

/** Those of which the library cannot say that they are good, by how they begin, each with why it may stay. */
const ALLOWED: Readonly<Record<string, string>> = {
  [String.raw`(?<!\/)\/+$`]:
    'It reads a setting of the command line. It begins at no slash but the first.',
  [String.raw`[\p{Cc}\p{Cs}\u2028\u2029]|(?<!`]:
    'Nothing in it is repeated. The library does not know the flag v.',
};

/** What was slow once, or is known to be: the library must find it. */
const SLOW: readonly Expression[] = [
  // It kept the server busy for 27 s with an error of 256 KB of an identity provider: a://a://…
  String.raw`(\w:\/\/[^\s?#"']*)[?#][^\s"']*`,
  String.raw`^(a+)+$`,
].map((source) => ({ place: 'this test', source, flags: 'g' }));

/** What there is against each expression that is not good, by its text. @param given null for all that there are */
async function check(given: readonly Expression[] | null) {
  const url = new URL('../support/recheck-worker.ts', import.meta.url);
  const worker = new Worker(url, { workerData: given });
  const [{ expressions, faults }] = (await once(worker, 'message')) as [
    { expressions: Expression[]; faults: (string | null)[] },
  ];
  await worker.terminate();
  const pairs = expressions.map(({ place, source }, index) => {
    return [`${place}: ${source}`, faults[index] ?? ''] as const;
  });
  return { expressions, faults: new Map(pairs.filter(([, fault]) => fault !== '')) };
}

it('regular expressions run in linear time', async () => {
  const { expressions, faults } = await check(null);
  const places = new Set(expressions.map(({ place }) => place));
  for (const place of ['observability/clear-secrets.ts', 'schemes/http-date.ts', 'openapi.yaml']) {
    expect(places).toContain(place);
  }
  const isAllowed = (text: string) =>
    Object.keys(ALLOWED).find((start) => text.includes(`: ${start}`));
  const allowed = [...faults.keys()].map(isAllowed);
  const others = [...faults].filter(([text]) => isAllowed(text) === undefined);
  expect(others).toEqual([]);
  // None is allowed that needs no permission any more.
  expect(allowed.sort()).toEqual(Object.keys(ALLOWED).sort());
}, 120_000);

it('the check of regular expressions finds slow ones', async () => {
  expect((await check(SLOW)).faults.size).toBe(SLOW.length);
});
