import { kindNames } from '../../src/bulk/kinds.ts';
import { secretKeySteps } from '../../src/keys/secret-key-change.ts';
import { renderCauses } from './causes.ts';
import { renderColumns } from './columns.ts';
import { readProgram, renderCommonOptions, renderFamilies } from './commands.ts';
import type { Contract } from './contract.ts';
import { renderErrorIndex } from './errors.ts';
import { renderPageTexts } from './page-texts.ts';
import { renderExcerpt } from './samples/excerpt.ts';

/** Before the name of a file in docs/samples, and of a part of it. */
const SAMPLE = 'sample ';

/**
 * Fills in what pages take from the source, so that it cannot drift from it: it goes where `<!-- its name -->` stands
 * on a line of its own.
 * @param source of a page
 * @throws Error where there is nothing of that name
 */
export function fillIn(source: string, contract: Contract): string {
  return source.replaceAll(/^<!-- (.+) -->$/gm, (_, name: string) => {
    if (name.startsWith(SAMPLE)) return renderExcerpt(name.slice(SAMPLE.length));
    const make = makers(contract)[name];
    if (make === undefined) throw new Error(`There is nothing to fill in for <!-- ${name} -->`);
    return make();
  });
}

function makers(contract: Contract): Readonly<Record<string, () => string>> {
  return {
    'every code': () => renderErrorIndex(contract),
    'every cause': () => renderCauses(),
    'every family': () => renderFamilies(readProgram()),
    'every text of the pages': () => renderPageTexts(),
    'steps of changing the secret key': () =>
      secretKeySteps.map((step, index) => `${index + 1}. ${step}`).join('\n'),
    'common options': () => renderCommonOptions(readProgram()),
    ...Object.fromEntries(
      kindNames.map((kind) => [`columns of ${kind}`, () => renderColumns(kind)]),
    ),
  };
}
