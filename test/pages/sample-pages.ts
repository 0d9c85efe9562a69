import type { Pages } from '../../src/pages/render-page.ts';
import { en } from '../../src/pages/texts/en.ts';
import { message, type Refusal, type RefusalCause } from '../../src/pages/texts/texts.ts';

type Sample = { [Name in keyof Pages]: { name: Name; data: Pages[Name] } }[keyof Pages];

/** Every cause that has texts. */
const causes = Object.keys(en)
  .map((key) => /^refused\.(\w+)\.reason$/.exec(key)?.[1])
  .filter((cause) => cause !== undefined) as RefusalCause[];

const failures = [
  { title: 'failed.notFound.title', message: message('failed.notFound.message', {}) },
  {
    title: 'failed.tooMany.title',
    message: message('failed.tooMany.message', { time: { seconds: 90 } }),
  },
  { title: 'failed.unavailable.title', message: message('failed.unavailable.message', {}) },
  { title: 'failed.internal.title', message: message('failed.internal.message', {}) },
  {
    title: 'failed.refused.title',
    message: message('failed.refused.message', { code: 'payload_too_large' }),
  },
  { title: 'failed.link.title', message: message('failed.link.message', {}) },
] as const;

/** Every page in every shape it has, with each text from outside passed through `text`. */
export function samplePages(text = (plain: string) => plain): Sample[] {
  const requestId = text('0197c8f2-5d0e-7c3a-9b41-3f6f2a7d1e05');
  const accountName = text('Acme Engineering');
  const action = text('/interaction/sG3wYpL0/sign-in');
  const returnAction = text('/interaction/sG3wYpL0/cancel');
  const form =
    '<form id="op.logoutForm" method="post" action="/session/end/confirm"><input type="hidden" name="xsrf" value="x"/></form>';
  const change = { action, least: 12, most: 1_024, requestId };
  const home = {
    docsUrl: text('/docs'),
    contractUrl: text('/openapi.yaml'),
    version: text('0.1.0'),
    requestId,
  };
  /** What any cause may name. */
  const known = { account: accountName, email: text('ada@acme.example') };
  const refusalOf = (cause: RefusalCause): Refusal => {
    const texts = en[`refused.${cause}.reason`] + en[`refused.${cause}.next`];
    const needed = Object.entries(known).filter(([name]) => texts.includes(`{${name}}`));
    return { cause, values: Object.fromEntries(needed) };
  };
  const refused = { refusal: refusalOf('person_disabled'), requestId };
  const unreachable = { accountName, refusal: refusalOf('provider_unreachable'), requestId };
  const people = [
    {
      email: 'ada@acme.example',
      name: 'Ada Byron',
      note: message('demo.licensed', { devices: 1_000 }),
    },
    { email: 'grace@acme.example', name: 'Grace Hopper', note: message('demo.unlicensed', {}) },
    {
      email: 'linus.without-a-short-name@acme.example',
      name: 'Linus',
      note: message('demo.disabled', {}),
    },
  ];

  return [
    { name: 'offline', data: { action, requestId } },
    {
      name: 'offline',
      data: { action, problem: message('offline.refused', { code: 'not_found' }), requestId },
    },
    {
      name: 'offlineDone',
      data: {
        action,
        product: text('Demo Studio'),
        license: text('FUH3-4E7A-LZJL-7JTP'),
        computer: text('7f0c3a52-9d1e-4b7a-8a55-2f6c1d0e9b44'),
        validUntil: text('2027-06-15'),
        download: { href: text('data:,x'), name: text('ls_activation.lic') },
        requestId,
      },
    },
    {
      name: 'offlineDone',
      data: {
        action,
        product: text('Demo Studio'),
        license: text('ada@acme.example'),
        computer: text('laboratory'),
        requestId,
      },
    },
    { name: 'home', data: { ...home, demo: false } },
    { name: 'home', data: { ...home, demo: true } },
    { name: 'signIn', data: { accountName, productName: undefined, action, email: '', requestId } },
    {
      name: 'signIn',
      data: {
        accountName,
        productName: text('Demo Studio'),
        action,
        email: text('ada@acme.example'),
        problem: message('signIn.wrong', {}),
        requestId,
      },
    },
    {
      name: 'signIn',
      data: {
        accountName,
        productName: text('Demo Studio'),
        action,
        email: text('ada@acme.example'),
        problem: message('signIn.tooMany', { time: { seconds: 600 } }),
        requestId,
      },
    },
    {
      name: 'changePassword',
      data: { ...change, email: '', isInitial: false },
    },
    {
      name: 'changePassword',
      data: {
        ...change,
        email: text('ada@acme.example'),
        isInitial: true,
        problem: message('password.short', { least: 12 }),
      },
    },
    ...[
      message('password.long', { most: 1_024 }),
      message('password.different', {}),
      message('password.same', {}),
    ].map((problem): Sample => {
      return { name: 'changePassword', data: { ...change, email: '', isInitial: true, problem } };
    }),
    { name: 'signOut', data: { form, requestId } },
    { name: 'signOut', data: { form, accountName, requestId } },
    { name: 'signedOut', data: { requestId } },
    { name: 'signedOut', data: { stays: true, requestId } },
    ...causes.map((cause): Sample => {
      return { name: 'refused', data: { refusal: refusalOf(cause), requestId } };
    }),
    { name: 'refused', data: { ...refused, returnAction } },
    { name: 'refused', data: { ...refused, said: text('access_denied: not assigned') } },
    { name: 'providerUnreachable', data: { ...unreachable, retryAction: action } },
    {
      name: 'providerUnreachable',
      data: { ...unreachable, retryAction: action, returnAction, said: text('server_error') },
    },
    { name: 'testSignIn', data: { accountName, email: text('ada@acme.example'), requestId } },
    { name: 'testRefused', data: refused },
    { name: 'testRefused', data: { ...refused, said: text('invalid_client: no such client') } },
    { name: 'sessionExpired', data: { requestId } },
    { name: 'sessionExpired', data: { lacksCookies: true, requestId } },
    {
      name: 'sessionExpired',
      data: { backUrl: text('http://127.0.0.1:51004/callback?error=access_denied'), requestId },
    },
    { name: 'busy', data: { canReload: true, requestId } },
    { name: 'busy', data: { canReload: false, requestId } },
    ...failures.map((failure): Sample => ({ name: 'failed', data: { ...failure, requestId } })),
    {
      name: 'demoPeople',
      data: {
        action,
        people: people.map(({ email, name, note }) => ({
          email: text(email),
          name: text(name),
          note,
        })),
        requestId,
      },
    },
  ];
}
