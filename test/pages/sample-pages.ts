import type { Pages } from '../../src/pages/render-page.ts';

type Sample = { [Name in keyof Pages]: { name: Name; data: Pages[Name] } }[keyof Pages];

/** Every page in every shape it has, with each text from outside passed through `text`. */
export function samplePages(text = (plain: string) => plain): Sample[] {
  const requestId = text('0197c8f2-5d0e-7c3a-9b41-3f6f2a7d1e05');
  const accountName = text('Acme Engineering');
  const action = text('/interaction/sG3wYpL0/sign-in');
  const returnAction = text('/interaction/sG3wYpL0/cancel');
  const form =
    '<form id="op.logoutForm" method="post" action="/session/end/confirm"><input type="hidden" name="xsrf" value="x"/></form>';
  const home = {
    docsUrl: text('/docs'),
    contractUrl: text('/openapi.yaml'),
    version: text('0.1.0'),
    requestId,
  };
  const refused = {
    reason: text('Your company did not confirm that ada@acme.example is your e-mail address.'),
    next: text('Ask your IT team to confirm your e-mail address, then sign in again.'),
    requestId,
  };
  const people = [
    { email: 'ada@acme.example', name: 'Ada Byron', note: 'licensed' },
    { email: 'grace@acme.example', name: 'Grace Hopper', note: 'has no license' },
    { email: 'linus.without-a-short-name@acme.example', name: 'Linus', note: 'license disabled' },
  ];

  return [
    { name: 'home', data: { ...home, demo: false } },
    { name: 'home', data: { ...home, demo: true } },
    { name: 'signIn', data: { accountName, action, email: '', requestId } },
    {
      name: 'signIn',
      data: {
        accountName,
        action,
        email: text('ada@acme.example'),
        problem: text(
          'The e-mail address or the password is not right. Check both, then try again.',
        ),
        requestId,
      },
    },
    { name: 'signOut', data: { form, requestId } },
    { name: 'signOut', data: { form, accountName, requestId } },
    { name: 'signedOut', data: { requestId } },
    { name: 'signedOut', data: { stays: true, requestId } },
    { name: 'refused', data: refused },
    { name: 'refused', data: { ...refused, returnAction } },
    { name: 'providerUnreachable', data: { accountName, retryAction: action, requestId } },
    {
      name: 'providerUnreachable',
      data: { accountName, retryAction: action, returnAction, requestId },
    },
    { name: 'sessionExpired', data: { requestId } },
    { name: 'busy', data: { canReload: true, requestId } },
    { name: 'busy', data: { canReload: false, requestId } },
    {
      name: 'failed',
      data: {
        title: text('This page does not exist'),
        message: text('The address was mistyped, or what it led to is gone.'),
        requestId,
      },
    },
    {
      name: 'demoPeople',
      data: {
        action,
        people: people.map(({ email, name, note }) => ({
          email: text(email),
          name: text(name),
          note: text(note),
        })),
        requestId,
      },
    },
  ];
}
