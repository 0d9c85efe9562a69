import { Command, Option } from 'commander';
import type { Grant } from './sign-in.ts';
import { stories } from './stories/stories.ts';

type Flag = 'deactivate' | 'json';
type Text =
  | 'as'
  | 'account'
  | 'kind'
  | 'product'
  | 'licenseKey'
  | 'hardwareId'
  | 'server'
  | 'apiKey'
  | 'sharedKey';
export type Options = { grant: string; dataDir: string } & Partial<
  Record<Flag, true> & Record<Text, string>
>;

/** What people call the grants; `implicit` is the name that RFC 6749 has for `token`. */
export const GRANTS: Record<string, Grant> = { code: 'code', token: 'token', implicit: 'token' };
const EXAMPLES = `
Examples:
  npx latchkey try                                     sign in with your browser
  npx latchkey try --as alice@acme.test                without a browser
  npx latchkey try --as alice@acme.test --grant token  by the implicit grant
  npx latchkey try --as alice@acme.test --deactivate   and give the seat back
  npx latchkey try --as bob@acme.test                  a refusal
  npx latchkey try --kind consumption                  another kind of license

Kinds:
${Object.entries(stories)
  .map(([kind, { summary }]) => `  ${kind.padEnd(13)}${summary}`)
  .join('\n')}`;

/** The options and the help of the application. @param env has the default of some */
export function createOptions(env: NodeJS.ProcessEnv): Command {
  return new Command('npx latchkey try')
    .description('Signs a person in and activates a license, as a desktop application would.')
    .addOption(
      new Option(
        '--grant <grant>',
        'how the result of the sign-in comes; token and implicit are the implicit grant',
      )
        .choices(Object.keys(GRANTS))
        .default('code'),
    )
    .option('--as <email>', 'sign in as this demo person, without a browser')
    .addOption(
      new Option('--kind <kind>', 'play a kind of license, by license key').choices(
        Object.keys(stories),
      ),
    )
    .option('--account <code>', 'customer account (default: that of the person, or acme)')
    .option('--product <code>', 'product (default: demo; demo-key with --license-key)')
    .option('--hardware-id <id>', 'play another device (default: id of this computer)')
    .option('--license-key <key>', 'activate by key instead of a sign-in')
    .option('--deactivate', 'give the seat back at the end')
    .option(
      '--server <url>',
      'URL of the server (default: $LATCHKEY_PUBLIC_URL, or by $PORT, or by demo.json)',
    )
    .addOption(
      new Option('--api-key <key>', 'API key of the application (default: from demo.json)').env(
        'LATCHKEY_API_KEY',
      ),
    )
    .addOption(
      new Option('--shared-key <key>', 'its shared key (default: from demo.json)').env(
        'LATCHKEY_SHARED_KEY',
      ),
    )
    .option('--data-dir <folder>', 'folder with demo.json', env['LATCHKEY_DATA_DIR'] || './data')
    .option('--json', 'print only the license, as JSON')
    .addHelpText('after', EXAMPLES);
}
