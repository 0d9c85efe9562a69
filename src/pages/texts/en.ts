/**
 * What the pages say, in English. The other languages have the same keys and the same `{placeholders}`: the compiler
 * and the tests see to it. A cause of refusal is a pair of keys, `refused.<cause>.reason` and `refused.<cause>.next`.
 */
export const en = {
  'page.cancel': 'Cancel',
  'page.back': 'Back to the application',
  'page.tryAgain': 'Try again',
  'page.help': 'Help:',
  'page.requestId': 'Request id: {id}',

  'home.title': 'Latchkey is running',
  'home.intro': 'Your software can ask this server who holds a license. Version {version}.',
  'home.docs': 'Documentation',
  'home.docsAbout': 'Connect an application, step by step',
  'home.contract': 'API contract',
  'home.contractAbout': 'Every call and answer, as OpenAPI',
  'home.demo': 'The demo company is set up. To sign in from a desktop application, run:',

  'signIn.title': 'Sign in to {account}',
  'signIn.titleProduct': 'Sign in to {account} to use {product}',
  'signIn.problemTitle': 'Problem: {title}',
  'signIn.intro': 'Use the e-mail address that your license was issued to.',
  'signIn.email': 'E-mail address',
  'signIn.password': 'Password',
  'signIn.submit': 'Sign in',
  'signIn.wrong': 'The e-mail address or the password is wrong. Try again.',
  'signIn.tooMany': 'Too many wrong attempts. Try again in {time}.',

  'signOut.title': 'Sign out?',
  'signOut.of': 'You are signed in to {account} in this browser.',
  'signOut.here': 'You are signed in in this browser.',
  'signOut.licenses': 'Signing out here leaves your licenses as they are.',
  'signOut.submit': 'Sign out',
  'signOut.stay': 'Stay signed in',
  'signedOut.title': 'You are signed out',
  'signedOut.done': 'Your session in this browser has ended.',
  'signedOut.staysTitle': 'You are still signed in',
  'signedOut.stays': 'Nothing has changed.',
  'signedOut.close': 'You can close this window.',

  'refused.title': 'Sign-in was refused',
  'refused.notSetUp.reason': 'Single sign-on is not set up for your company any more.',
  'refused.notSetUp.next': 'Ask the vendor of your software or your IT department.',
  'refused.unknownAccount.reason': 'Signing in is not possible for this customer account any more.',
  'refused.unknownAccount.next':
    'Ask the vendor of your software whether single sign-on is still set up for your company.',
  'refused.notVouched.reason':
    '{account}’s identity provider did not vouch for your e-mail address.',
  'refused.notVouched.next':
    'Ask your IT department to give your account a verified e-mail address, then try again.',
  'refused.disabled.reason': '{email} may not use this software any more.',
  'refused.disabled.next': 'Ask whoever manages the licenses at your company.',
  'refused.denied.reason': '{account}’s identity provider did not sign you in.',
  'refused.denied.next':
    'If you did not cancel it yourself, ask your IT department whether you may use this software.',
  'refused.invalid.reason': 'The answer of {account}’s identity provider is not valid.',
  'refused.invalid.next': 'Try again. If it happens again, show this page to your IT department.',

  'unreachable.title': 'Could not reach {account}',
  'unreachable.reason':
    'The identity provider of {account} did not answer, so you are not signed in yet.',
  'unreachable.next':
    'Try again in a moment. If it keeps happening, send the request id below to your IT team.',

  'expired.title': 'This sign-in has expired',
  'expired.reason':
    'It was left open for too long, was used already, or was opened in another browser.',
  'expired.next': 'Go back to the application and start signing in again.',

  'busy.title': 'Please wait a little',
  'busy.reason': 'Too many people are signing in at this moment.',
  'busy.reload': 'Nothing is lost: try again in a few seconds.',
  'busy.back': 'Nothing is lost: go back and try again in a few seconds.',

  'failed.next':
    'Go back to the application and try again. If it keeps happening, send the request id below to your administrator.',
  'failed.notFound.title': 'There is nothing here',
  'failed.notFound.message': 'The address was mistyped, or what it led to is gone.',
  'failed.tooMany.title': 'Please wait a little',
  'failed.tooMany.message': 'Too many requests came from here. Try again in {time}.',
  'failed.unavailable.title': 'This did not work',
  'failed.unavailable.message': 'The server cannot serve right now. Try again in a moment.',
  'failed.internal.title': 'This did not work',
  'failed.internal.message': 'The server failed. Its log has more under the request id below.',
  'failed.refused.title': 'This did not work',
  'failed.refused.message': 'The server refused the request: {code}.',
  'failed.link.title': 'This sign-in cannot go on',
  'failed.link.message':
    'The link that opened this page is not valid. Start again from your application.',

  'demo.banner': 'Demo identity provider · no real accounts',
  'demo.title': 'Who is signing in?',
  'demo.intro':
    'This page plays the identity provider of a company. Choose a person; there is no password.',
  'demo.licensed': 'licensed, {devices} devices',
  'demo.unlicensed': 'has no license',
  'demo.disabled': 'license disabled',
} as const;
