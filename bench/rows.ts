import type { Row } from './row.ts';
import { measureCheckInTurn, measureCheckOne, measureSsoUrl } from './rows/signed.ts';

/** What is measured, in the order of the table. */
export const rows: readonly Row[] = [
  {
    name: 'sso',
    work: 'signed sso_url',
    against: 'sso_url of the twin',
    target: { least: 0.9 },
    measure: measureSsoUrl,
  },
  {
    name: 'check',
    work: 'check_license of one device',
    against: 'sso_url of the twin',
    target: { least: 2.5 },
    measure: measureCheckOne,
  },
  {
    name: 'turn',
    work: 'check_license of devices in turn',
    against: 'sso_url of the twin',
    target: { least: 0.8 },
    measure: measureCheckInTurn,
  },
];
