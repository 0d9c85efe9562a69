import type { Config } from '../config/config.ts';
import type { DemoFile } from '../config/demo-file.ts';
import { version } from '../config/release.ts';
import { placeOf } from '../config/postgres-url.ts';
import { type Line, styled } from './styled.ts';

/** The lines for the terminal when the server is ready: its addresses and a command to try. */
export function banner(config: Config, demo: DemoFile | undefined): Line[] {
  const { publicUrl, dataDir } = config;
  const rows = [
    ['License API', `${publicUrl}/api/v4`],
    ['Docs', `${publicUrl}/docs/`],
    ['Contract', `${publicUrl}/openapi.yaml`],
    ['Data', whereDataIs(config)],
  ];
  if (demo !== undefined) rows.push(['Demo values', `${dataDir}/demo.json`]);
  const lines: Line[] = [
    '',
    [
      '  ',
      styled('bold', `Latchkey ${version}`),
      `  is ready${demo === undefined ? '' : ', with demo data'}`,
    ],
    '',
    ...rows.map(([name = '', value = '']) => ['  ', styled('dim', name.padEnd(13)), ` ${value}`]),
    '',
  ];
  if (demo !== undefined) {
    const command = 'npx latchkey try --as alice@acme.test';
    lines.push(['  Try a whole sign-in and activation:  ', styled('cyan', command)], '');
  }
  return lines;
}

/** The location of the data; for a database server without user and password. */
function whereDataIs({ databaseUrl, dataDir }: Config): string {
  if (databaseUrl === null) return dataDir;
  return `PostgreSQL at ${placeOf(databaseUrl)}`;
}
