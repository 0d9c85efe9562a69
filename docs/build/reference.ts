import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contractFile, redoclyCli } from './paths.ts';

/** Takes the place of the pictures that Redoc would fetch from its makers. */
const credit =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" width="46" height="14"><text y="11" font-family="system-ui,sans-serif" font-size="11" font-weight="600" fill="#74827c">Redoc</text></svg>',
  );

/**
 * Renders the contract with Redoc.
 * @param layout a page with `{{{redocHead}}}` and `{{{redocHTML}}}` in it
 */
export async function renderReference(layout: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-docs-'));
  try {
    const template = join(folder, 'template.hbs');
    const output = join(folder, 'reference.html');
    writeFileSync(template, layout);
    const options = ['--openapi.sortRequiredPropsFirst', '--openapi.hideSchemaTitles'];
    await promisify(execFile)(
      process.execPath,
      [
        redoclyCli,
        'build-docs',
        contractFile,
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
    return selfContained(readFileSync(output, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function selfContained(html: string): string {
  if (!html.includes('"disableTelemetry":true'))
    throw new Error('Redoc would report to its makers');
  return (
    html
      .replaceAll(/https:\/\/cdn\.redoc\.ly\/[\w/.-]+\.svg/g, credit)
      // The menu before its script runs: it leads to anchors, not to paths of the server.
      .replaceAll(/(<a class="[^"]*" href=")(\/[\w-]*)(" data-discover)/g, '$1#$2$3')
  );
}
