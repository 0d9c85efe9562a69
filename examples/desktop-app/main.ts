import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { styled, type Styled } from '../../src/terminal/styled.ts';
import { getHardwareId } from './hardware-id.ts';
import { signInHeadless } from './headless.ts';
import {
  type Device,
  fetchPublicKey,
  LicenseApi,
  LicenseError,
  type License,
} from './license-api.ts';
import { createOptions, GRANTS, type Options } from './options.ts';
import { openBrowser, signIn } from './sign-in.ts';
import { stories } from './stories/stories.ts';
import type { Story } from './stories/story.ts';
import { Terminal } from './terminal.ts';

/** What the server writes to demo.json, as far as it is read here. */
interface Demo {
  url?: string;
  api_key: string;
  shared_key: string;
  people: { email: string; password?: string; account: string; note: string }[];
  license_keys: string[];
  kinds?: Record<string, { product: string; license_key: string }>;
}

/** The exit code where the command line is wrong: nothing was done. */
const USAGE = 2;
const { LATCHKEY_PUBLIC_URL, PORT } = process.env;
const options = createOptions(process.env)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : USAGE))
  .parse()
  .opts<Options>();
const terminal = new Terminal(options.json ?? false);

const demo = await readDemo();
try {
  await run();
} catch (error) {
  const code = error instanceof LicenseError ? error.code : 'error';
  terminal.fail(code, (error as Error).message, isDemo());
  process.exitCode = { unreachable: 3, unknown_person: USAGE }[code] ?? 1;
}

async function run(): Promise<void> {
  if (demo instanceof LicenseError) throw demo;
  const { as, kind } = options;
  if (as !== undefined && personOf(as) === undefined) throw unknownPerson(as);
  const local = PORT ? `http://localhost:${PORT}` : (demo.url ?? 'http://localhost:8080');
  const server = (options.server ?? (LATCHKEY_PUBLIC_URL || local)).replace(/\/+$/, '');
  const story = kind === undefined ? undefined : stories[kind];
  const license = kind === undefined ? undefined : demo.kinds?.[kind];
  const device = {
    product: options.product ?? license?.product ?? (options.licenseKey ? 'demo-key' : 'demo'),
    hardware_id: options.hardwareId ?? getHardwareId(),
  };
  const api = new LicenseApi({
    server,
    apiKey: options.apiKey || demo.api_key,
    sharedKey: options.sharedKey || demo.shared_key,
    publicKey: await fetchPublicKey(server), // A shipped application embeds it.
  });
  terminal.say(styled('bold', 'A desktop application asks for its license'));
  terminal.note(`server ${server} · product ${device.product} · device ${device.hardware_id}`);
  terminal.note('public key from /api/v4/.well-known; a shipped application embeds it');

  if (story === undefined) await playSignIn(api, device);
  else await playKind(story, license?.license_key, { api, device });
  terminal.say();
  terminal.say([styled('bold', 'Try next'), '  npx latchkey try …']);
  terminal.table(getHints());
}

async function playKind(
  story: Story,
  demoKey: string | undefined,
  { api, device }: { api: LicenseApi; device: Device },
): Promise<void> {
  const licenseKey = options.licenseKey ?? demoKey;
  if (licenseKey === undefined) {
    const message = `This server has no demo license of the kind ${options.kind}.`;
    throw new LicenseError('no_demo_license', message);
  }
  terminal.note('the signature of every answer is verified');
  const result = await story.play({ api, device, licenseKey, terminal });
  if (options.json) terminal.result(result);
}

async function playSignIn(api: LicenseApi, device: Device): Promise<void> {
  const key = options.licenseKey;
  const proof = key ? { license_key: key } : await signInAs(api, device.product);
  terminal.step(key ? 'Activate by license key' : 'Activate', 'POST /api/v4/activate_license');
  const { user } = await api.activate(device, proof);
  terminal.done('this device holds a seat');
  terminal.done('verified: the answer (LicenseSignature) and the license (license_signature)');

  // This is all that the next starts of the application do. It keeps the holder; nobody signs in again.
  const holder = user ? { username: user.email } : { license_key: key ?? '' };
  terminal.step('Check', 'GET /api/v4/check_license');
  const license = await api.check(device, holder);
  terminal.done(license.is_expired ? 'the license has expired' : 'the license is valid');
  terminal.done('verified: both signatures again');
  terminal.table(describe(license, device.hardware_id));

  if (options.deactivate) {
    terminal.step('Deactivate', 'POST /api/v4/deactivate_license');
    await api.deactivate(device, holder);
    terminal.done('the seat is free again');
  }
  if (options.json) terminal.result(license);
}

/** What the demo wrote; an error where it wrote nothing and no keys were given. */
async function readDemo(): Promise<Demo | LicenseError> {
  const file = join(options.dataDir, 'demo.json');
  const { apiKey, sharedKey } = options;
  const nobody = { people: [], license_keys: [] };
  try {
    const demo = JSON.parse(await readFile(file, 'utf8')) as Demo;
    // Whoever has other keys is at another server: the people and license keys of the demo are not there.
    return apiKey && sharedKey && apiKey !== demo.api_key ? { ...demo, ...nobody } : demo;
  } catch (cause) {
    if (apiKey && sharedKey) return { api_key: '', shared_key: '', ...nobody };
    return new LicenseError('no_demo_data', `There is no demo data in ${file}.`, { cause });
  }
}

function isDemo(): boolean {
  return !(demo instanceof LicenseError) && demo.people.length > 0;
}

function peopleOfDemo(): Demo['people'] {
  return demo instanceof LicenseError ? [] : demo.people;
}

function personOf(email: string | undefined): Demo['people'][number] | undefined {
  return peopleOfDemo().find((it) => it.email === email?.toLowerCase());
}

function unknownPerson(email: string): LicenseError {
  const known = peopleOfDemo().map((it) => it.email);
  const message =
    known.length > 0
      ? `The demo has no ${email}. It has ${known.join(', ')}.`
      : `${email} cannot sign in without a browser: only the people of the demo can.`;
  return new LicenseError('unknown_person', message);
}

async function signInAs(api: LicenseApi, product: string) {
  const { as: email } = options;
  const grant = GRANTS[options.grant] ?? 'code';
  const person = personOf(email);
  const account = options.account ?? person?.account ?? 'acme';
  terminal.step('Ask for the sign-in URL', 'GET /api/v4/sso_url');
  const proof = await signIn(api, { product, account, grant, email }, async (url, redirectUri) => {
    terminal.done('verified: the answer (LicenseSignature)');
    // Without a browser nobody has to copy it, and the nonce is long.
    terminal.done(email ? url.replace(/(nonce=)[^&]+/, '$1…') : url);
    terminal.step('Sign in', `account ${account} · grant ${grant}`);
    if (email) return signInHeadless(url, redirectUri, { email, password: person?.password });
    if (options.json) terminal.url(url);
    if (await openBrowser(url)) {
      terminal.note('waiting for you in the browser, up to 5 minutes …');
    } else if (isDemo()) {
      terminal.note('No browser opens here. Open the URL above in one on this computer; or press');
      terminal.note('Ctrl+C and sign in without one: npx latchkey try --as alice@acme.test');
    } else {
      terminal.note('No browser opens here. Open the URL above in one on this computer.');
    }
    return undefined;
  });
  terminal.done(`back with ${proof.code ? 'a code in the query' : 'an id_token in the fragment'}`);
  terminal.done('verified: the state is the one that was sent');
  return proof;
}

function describe(license: License, hardwareId: string): [string, string | Styled][] {
  const { product_details: product, user } = license;
  const end = license.validity_period?.slice(0, 10) ?? 'no end';
  const seats = license.allow_unlimited_activations ? 'any number' : license.max_activations;
  return [
    ['Product', `${product.product_name} (${product.short_code})`],
    user
      ? ['User', [user.first_name, user.last_name, `<${user.email}>`].filter(Boolean).join(' ')]
      : ['License key', license.license_key ?? ''],
    ['Seats used', `${license.times_activated} of ${seats}`],
    ['Valid until', license.is_expired ? styled('red', `${end}, expired`) : end],
    ['Device', hardwareId],
  ];
}

function getHints(): [string, string][] {
  const others = peopleOfDemo().filter((it) => it.email !== options.as?.toLowerCase());
  const hints = others.slice(0, 4).map((it): [string, string] => [`--as ${it.email}`, it.note]);
  const [key] = demo instanceof LicenseError ? [] : demo.license_keys;
  const kinds = Object.keys(stories).filter((kind) => kind !== options.kind);
  for (const kind of kinds) hints.push([`--kind ${kind}`, stories[kind]?.summary ?? '']);
  if (key && !options.licenseKey) hints.push([`--license-key ${key}`, 'no sign-in']);
  return options.deactivate ? hints : [...hints, ['--deactivate', 'gives the seat back']];
}
