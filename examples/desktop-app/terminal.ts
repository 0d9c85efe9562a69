import { type Line, styled, type Styled } from '../../src/terminal/styled.ts';
import { writeJson, writeLine } from '../../src/terminal/write.ts';

/** Numbered steps in the terminal; says nothing when quiet. What a server answered steers nothing there. */
export class Terminal {
  readonly say: (line?: Line) => void;
  #steps = 0;

  constructor(quiet: boolean) {
    this.say = (line = '') => (quiet ? undefined : writeLine(process.stdout, line));
  }

  step(title: string, detail: string): void {
    this.#steps += 1;
    this.say();
    this.say([styled('bold', `${this.#steps}  ${title}  `.padEnd(28)), styled('dim', detail)]);
  }

  done(text: string): void {
    this.say(['   ', styled('green', '✓'), ` ${text}`]);
  }

  note(text: string): void {
    this.say(['   ', styled('dim', text)]);
  }

  /** Goes to stderr, quiet or not. At a demo it says what the demo has. */
  fail(code: string, message: string, isDemo: boolean): void {
    const advice =
      (isDemo ? DEMO_ADVICE[code] : undefined) ??
      ADVICE[code] ??
      'The guide to errors in the docs has the cause and cure of every code.';
    writeLine(process.stderr);
    writeLine(process.stderr, [
      '   ',
      styled('red', '✗'),
      ' ',
      styled('bold', code),
      `  ${message}`,
    ]);
    writeLine(process.stderr, `     ${advice}`);
  }

  /** Two columns, under a blank line. */
  table(rows: [string, string | Styled][]): void {
    const width = Math.max(...rows.map(([name]) => name.length));
    this.say();
    for (const [name, value] of rows) {
      this.say(['   ', styled('dim', name.padEnd(width)), '   ', value]);
    }
  }

  /** For programs, quiet or not: the result, or a URL that somebody has to open. */
  result(value: unknown): void {
    writeJson(process.stdout, value, 2);
  }

  url(url: string): void {
    writeLine(process.stderr, url);
  }
}

const FREE_A_SEAT = 'Give a seat back on another device: --hardware-id <its id> --deactivate';
const OTHER_KEYS =
  'This server does not know the keys. They are what --api-key and --shared-key say; else the demo wrote them, and --data-dir names the folder of another server.';

/** What to do about a code. */
const ADVICE: Record<string, string> = {
  no_demo_data:
    'Start the server with `npx latchkey start`: it writes the file. Is it elsewhere? Use --data-dir.',
  no_demo_license:
    'Name one with --license-key and --product. Demo data of an earlier version has none: start with an empty data folder.',
  unreachable:
    'Start it in another terminal with `npx latchkey start`, or name another one with --server.',
  untrusted_answer: 'Use nothing of it: something else listens there, or changed the answer.',
  sign_in_failed: 'Run the command again.',
  sso_code_invalid: 'Run the command again.',
  sso_token_expired: 'Run the command again.',
  unknown_person: 'Leave --as out to sign in with your browser.',
  license_not_found: 'Ask the vendor for a license.',
  license_not_enabled: 'The vendor switched this license off: ask them why.',
  license_expired: 'Renew the license with the vendor.',
  license_activated_max_times: FREE_A_SEAT,
  licenseUserActivatedMaxTimes: FREE_A_SEAT,
  customer_account_not_found: 'Name the account by its code: --account <code>',
  unknown_product: 'Name the product by its code: --product <code>',
  date_header_diff: 'Set the clock of this computer.',
  invalid_api_key: OTHER_KEYS,
  signature_mismatch: OTHER_KEYS,
};

/** The same at a demo, where it is known what there is. */
const DEMO_ADVICE: Record<string, string> = {
  license_not_found: 'Ask the vendor for a license. In the demo, --as alice@acme.test has one.',
  customer_account_not_found: 'The demo has the accounts acme and globex: --account globex',
  unknown_product:
    'The demo has the products demo (sign-in) and demo-key (license key). Each kind has one too: --kind',
};
