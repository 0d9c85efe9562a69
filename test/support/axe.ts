import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Says nothing of what is right, which takes axe as long as a tenth of the rest. */
const RUN = `axe.run({ resultTypes: ['violations'], reporter: 'no-passes' })`;

/** The accessibility rules that a page breaks, each with the elements that do. */
export async function violationsOf(page: Page): Promise<{ id: string; elements: string[] }[]> {
  await page.evaluate(source);
  const { violations } = await page.evaluate<AxeResults>(RUN);
  return violations.map(({ id, nodes }) => ({ id, elements: nodes.map(({ html }) => html) }));
}
