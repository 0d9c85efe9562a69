import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contractFile, redoclyCli } from './paths.ts';
import { withCodeSamples } from './samples/code-samples.ts';
import { sampleLanguages } from './samples/languages.ts';

/** Replaces the images that Redoc would load from its vendor. */
const credit =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" width="46" height="14"><text y="11" font-family="system-ui,sans-serif" font-size="11" font-weight="600" fill="#74827c">Redoc</text></svg>',
  );

const OPENING = '<script type="module">';
const CLOSING = '</script>';

/** The page and its script. The script is a separate file, so that browsers can cache it. */
export interface Reference {
  readonly html: string;
  readonly script: string;
}

/** A placeholder for the URL of the script, which is known later. */
export const SCRIPT_URL = 'reference.js?v=HASH';

/**
 * Renders the contract with Redoc.
 * @param layout a page with `{{{redocHead}}}` and `{{{redocHTML}}}` in it
 */
export async function renderReference(layout: string): Promise<Reference> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-docs-'));
  try {
    const template = join(folder, 'template.hbs');
    const output = join(folder, 'reference.html');
    const contract = join(folder, 'openapi.yaml');
    writeFileSync(contract, withCodeSamples(readFileSync(contractFile, 'utf8')));
    writeFileSync(template, layout);
    const options = ['--openapi.sortRequiredPropsFirst', '--openapi.hideSchemaTitles'];
    await promisify(execFile)(
      process.execPath,
      [
        redoclyCli,
        'build-docs',
        contract,
        '--inlineBundle',
        ...options,
        '-t',
        template,
        '-o',
        output,
      ],
      {
        env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
      },
    );
    return takeApart(readFileSync(output, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Separates the page from its script, and removes everything that would be loaded from other servers. */
function takeApart(html: string): Reference {
  if (!html.includes('"disableTelemetry":true'))
    throw new Error('Redoc would send data to its vendor');
  const begin = html.indexOf(OPENING);
  const end = html.lastIndexOf(CLOSING);
  if (begin < 0 || end < begin) throw new Error('Redoc writes its script in another way');
  const script = withLanguages(withoutMakers(html.slice(begin + OPENING.length, end)));
  const rest = `${html.slice(0, begin)}<script type="module" src="${SCRIPT_URL}">${html.slice(end)}`;
  // Before the script runs, the menu links to paths of the server; they must be anchors.
  const menu = /(<a class="[^"]*" href=")(\/[\w-]*)(" data-discover)/g;
  return { html: withoutMakers(rest).replaceAll(menu, '$1#$2$3'), script };
}

/** Adds the hashes of inline scripts to the content security policy, which allows no others. */
export function withInlineHashes(html: string): string {
  const hashes = [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(([, code = '']) => {
    return `'sha256-${createHash('sha256').update(code).digest('base64')}'`;
  });
  return html.replace('INLINE-SCRIPTS', hashes.join(' '));
}

/** Tells Redoc the languages of samples, since its command line has no option for them and it hides unknown ones. */
function withLanguages(script: string): string {
  const options = 'const __redoc_options = {';
  if (!script.includes(options)) throw new Error('Redoc writes its options in another way');
  const samples = sampleLanguages.map(({ lang, label }) => ({ lang, label }));
  const languages = [...samples, { lang: 'payload', label: 'Payload' }];
  return script.replace(options, `${options}"codeSamples":${JSON.stringify({ languages })},`);
}

function withoutMakers(text: string): string {
  return text.replaceAll(/https:\/\/cdn\.redoc\.ly\/[\w/.-]+\.svg/g, credit);
}
