import { kindNames } from '../../src/bulk/kind-names.ts';
import { secretKeySteps } from '../../src/keys/secret-key-change.ts';
import { renderCauses } from './causes.ts';
import { renderColumns } from './columns.ts';
import { readProgram, renderCommonOptions, renderFamilies } from './commands.ts';
import type { Contract } from './contract.ts';
import { renderErrorIndex } from './errors.ts';
import { renderLicenseStates } from './license-states.ts';
import { renderPageTexts } from './page-texts.ts';
import { renderExcerpt } from './samples/excerpt.ts';
import { licenseTimelines } from './timelines/license-timelines.ts';
import { renderTimeline } from './timelines/render-timeline.ts';

/** The prefix of a comment that stands for a file in docs/samples, or a part of it. */
const SAMPLE = 'sample ';

/**
 * Replaces each comment `<!-- name -->` on a line of its own by content that is generated from the source.
 * @param source the Markdown of a page
 * @throws Error for an unknown name
 */
export function fillIn(source: string, contract: Contract): string {
  return source.replaceAll(/^<!-- (.+) -->$/gm, (_, name: string) => {
    if (name.startsWith(SAMPLE)) return renderExcerpt(name.slice(SAMPLE.length));
    const make = makers(contract)[name];
    if (make === undefined) throw new Error(`There is no generated content for <!-- ${name} -->`);
    return make();
  });
}

function makers(contract: Contract): Readonly<Record<string, () => string>> {
  return {
    'every code': () => renderErrorIndex(contract),
    'every cause': () => renderCauses(),
    'states of a license': () => renderLicenseStates(contract),
    'every family': () => renderFamilies(readProgram()),
    'every text of the pages': () => renderPageTexts(),
    'steps of changing the secret key': () =>
      secretKeySteps.map((step, index) => `${index + 1}. ${step}`).join('\n'),
    ...Object.fromEntries(
      Object.entries(licenseTimelines).map(([name, timeline]) => [
        `timeline of ${name}`,
        () => renderTimeline(timeline),
      ]),
    ),
    'common options': () => renderCommonOptions(readProgram()),
    ...Object.fromEntries(
      kindNames.map((kind) => [`columns of ${kind}`, () => renderColumns(kind)]),
    ),
  };
}
