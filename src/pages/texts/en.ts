/**
 * What the pages say, in English. The other languages have the same keys and the same `{placeholders}`: the compiler
 * and the tests see to it. A cause of refusal is a pair of keys, `refused.<cause>.reason` and `refused.<cause>.next`.
 */
export const en = {
  'page.cancel': 'Cancel',
  'page.back': 'Back to the application',
  'page.tryAgain': 'Try again',
  'page.another': 'Use another account',
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
  'signIn.show': 'Show password',
  'signIn.forgot': 'Forgot your password?',
  'signIn.forgotHow':
    'No e-mail is sent. Ask whoever manages the licenses at {account} for a new password.',
  'signIn.change': 'Change password',
  'signIn.tooMany': 'Too many wrong attempts. Try again in {time}.',

  'password.title': 'Change your password',
  'password.intro':
    'You are then signed in with the new password. All other browsers have to sign in anew.',
  'password.initial':
    'Somebody else has chosen your password. Choose one that only you know; you are then signed in.',
  'password.current': 'Current password',
  'password.new': 'New password',
  'password.again': 'New password once more',
  'password.rules': 'At least {least} characters.',
  'password.submit': 'Change password',
  'password.short': 'The new password is too short: it needs at least {least} characters.',
  'password.long': 'The new password is too long: it may have {most} characters at most.',
  'password.different': 'The two new passwords differ. Type the new password twice.',
  'password.same': 'The new password is the current one. Choose another.',

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
  'refused.said': 'The identity provider says: {said}',
  'refused.provider_unreachable.reason':
    'The identity provider of {account} did not answer, so you are not signed in yet.',
  'refused.provider_unreachable.next':
    'Try again in a moment. If it keeps happening, send the request id below to your IT team.',
  'refused.provider_trouble.reason':
    'The identity provider of {account} has a problem of its own, so you are not signed in yet.',
  'refused.provider_trouble.next':
    'Try again in a moment. If it keeps happening, send the request id below to your IT team.',
  'refused.discovery_invalid.reason':
    'What the identity provider of {account} publishes about itself does not fit the connection.',
  'refused.discovery_invalid.next':
    'Ask the vendor of your software to test the connection to {account}.',
  'refused.access_denied.reason': '{account}’s identity provider did not sign you in.',
  'refused.access_denied.next':
    'If you did not cancel it yourself, ask your IT department whether you may use this software.',
  'refused.person_not_assigned.reason':
    'At {account}’s identity provider you are not assigned to this software.',
  'refused.person_not_assigned.next':
    'Ask your IT department to assign you to the application, then try again.',
  'refused.consent_missing.reason':
    'Nobody has allowed yet that {account}’s identity provider tells this software who you are.',
  'refused.consent_missing.next':
    'Ask your IT department to consent for the whole company, then try again.',
  'refused.interaction_required.reason':
    '{account}’s identity provider wants you to do something there first.',
  'refused.interaction_required.next':
    'Sign in to another application of your company in this browser, do what is asked there, then try again.',
  'refused.client_secret_refused.reason':
    '{account}’s identity provider did not accept the client secret of this software.',
  'refused.client_secret_refused.next':
    'Ask the vendor of your software to enter the client id and the client secret again.',
  'refused.client_secret_expired.reason':
    'The client secret of this software at {account}’s identity provider has expired.',
  'refused.client_secret_expired.next':
    'Ask your IT department to make a new one and to give it to the vendor of your software.',
  'refused.client_not_allowed.reason':
    '{account}’s identity provider does not know this software, or does not let it sign people in.',
  'refused.client_not_allowed.next':
    'Ask your IT department to allow the application the authorization code grant.',
  'refused.scope_refused.reason':
    '{account}’s identity provider does not let this software ask for your e-mail address.',
  'refused.scope_refused.next':
    'Ask your IT department to allow the application the scopes openid and email.',
  'refused.redirect_uri_refused.reason':
    'The address of this page is not registered at {account}’s identity provider.',
  'refused.redirect_uri_refused.next':
    'Ask your IT department to register the redirect URI that the vendor of your software gave them.',
  'refused.par_required.reason':
    '{account}’s identity provider demands pushed authorization requests, which are not supported.',
  'refused.par_required.next': 'Ask your IT department to switch that off for the application.',
  'refused.request_object_required.reason':
    '{account}’s identity provider demands signed request objects, which are not supported.',
  'refused.request_object_required.next':
    'Ask your IT department to switch that off for the application.',
  'refused.response_type_refused.reason':
    '{account}’s identity provider does not support the type of response that this software requests.',
  'refused.response_type_refused.next':
    'Ask your IT department to allow the application the response type code.',
  'refused.request_refused.reason':
    '{account}’s identity provider refused the request of this software.',
  'refused.request_refused.next': 'Show this page to your IT department.',
  'refused.code_refused.reason':
    '{account}’s identity provider no longer accepted its own confirmation of your sign-in.',
  'refused.code_refused.next':
    'Try again. If it happens again, show this page to your IT department.',
  'refused.answer_invalid.reason': 'The response of {account}’s identity provider is not valid.',
  'refused.answer_invalid.next':
    'Try again. If it happens again, show this page to your IT department.',
  'refused.answer_issuer.reason':
    'The response comes from another identity provider than that of {account}.',
  'refused.answer_issuer.next':
    'Ask the vendor of your software to test the connection to {account}.',
  'refused.id_token_missing.reason':
    'The response of {account}’s identity provider has no ID token.',
  'refused.id_token_missing.next':
    'Ask your IT department to register the application for OpenID Connect.',
  'refused.id_token_encrypted.reason':
    'The ID token of {account}’s identity provider is encrypted, which is not supported.',
  'refused.id_token_encrypted.next':
    'Ask your IT department to switch that off for the application.',
  'refused.id_token_algorithm.reason':
    'The ID token of {account}’s identity provider is signed in a way that is not supported.',
  'refused.id_token_algorithm.next':
    'Ask your IT department to have ID tokens signed with RS256 or ES256.',
  'refused.id_token_key.reason':
    'The key that signed the ID token is not published by {account}’s identity provider.',
  'refused.id_token_key.next':
    'Try again. If it happens again, show this page to your IT department.',
  'refused.id_token_signature.reason':
    'The signature of the ID token of {account}’s identity provider is not valid.',
  'refused.id_token_signature.next':
    'Try again. If it happens again, show this page to your IT department.',
  'refused.id_token_issuer.reason':
    'The ID token was issued by another identity provider than that of {account}.',
  'refused.id_token_issuer.next':
    'Ask the vendor of your software to test the connection to {account}.',
  'refused.id_token_audience.reason':
    'The ID token of {account}’s identity provider was issued for another application.',
  'refused.id_token_audience.next':
    'Ask the vendor of your software to test the connection to {account}.',
  'refused.id_token_nonce.reason':
    'The ID token of {account}’s identity provider belongs to another sign-in.',
  'refused.id_token_nonce.next':
    'Try again. If it happens again, show this page to your IT department.',
  'refused.id_token_times.reason':
    'The ID token of {account}’s identity provider has expired, or is not valid yet.',
  'refused.id_token_times.next':
    'Ask your IT department whether the clock of the identity provider is right.',
  'refused.id_token_claims.reason': 'The ID token of {account}’s identity provider is incomplete.',
  'refused.id_token_claims.next':
    'Try again. If it happens again, show this page to your IT department.',
  'refused.userinfo_invalid.reason':
    '{account}’s identity provider contradicts itself about who you are.',
  'refused.userinfo_invalid.next':
    'Try again. If it happens again, show this page to your IT department.',
  'refused.subject_missing.reason': 'The ID token of {account}’s identity provider is incomplete.',
  'refused.subject_missing.next':
    'Try again. If it happens again, show this page to your IT department.',
  'refused.email_missing.reason': '{account}’s identity provider did not give your e-mail address.',
  'refused.email_missing.next':
    'Ask your IT department to enter your e-mail address there, and to let the application have it.',
  'refused.email_declined.reason':
    'You did not let {account}’s identity provider share your e-mail address.',
  'refused.email_declined.next':
    'Try again, and allow it: your license was issued to that address.',
  'refused.email_not_verified.reason':
    '{account}’s identity provider says that your e-mail address is not verified.',
  'refused.email_not_verified.next': 'Ask your IT department to verify it, then try again.',
  'refused.email_verification_unstated.reason':
    '{account}’s identity provider does not say whether your e-mail address is verified.',
  'refused.email_verification_unstated.next':
    'Ask the vendor of your software whether the connection may trust the addresses of {account}.',
  'refused.required_claim_missing.reason':
    '{account}’s identity provider does not say that you belong to those who may use this software.',
  'refused.required_claim_missing.next':
    'Ask your IT department whether you may use this software.',
  'refused.required_claim_different.reason':
    '{account}’s identity provider does not say that you belong to those who may use this software.',
  'refused.required_claim_different.next':
    'Ask your IT department whether you may use this software.',
  'refused.person_disabled.reason': '{email} may not use this software any more.',
  'refused.person_disabled.next': 'Ask whoever manages the licenses at your company.',

  'unreachable.title': 'Could not reach {account}',

  'test.title': 'The test sign-in worked',
  'test.done': '{account}’s identity provider says that you are {email}.',
  'test.told':
    'This was a test: you are signed in to nothing, and nothing was changed. What the identity provider said about you is shown to the vendor of the software.',
  'test.refused': 'The test sign-in was refused',

  'expired.title': 'This sign-in has expired',
  'expired.reason':
    'It was left open for too long, was used already, or was opened in another browser.',
  'expired.cookies':
    'Your browser sent no cookies. If it blocks them, allow cookies for this address, then start again.',
  'expired.next': 'Go back to the application and start signing in again.',

  'busy.title': 'Please wait a little',
  'busy.reason': 'Too many people are signing in at this moment.',
  'busy.reload': 'Nothing is lost: try again in a few seconds.',
  'busy.back': 'Nothing is lost: go back and try again in a few seconds.',

  'offline.title': 'Activate without a network',
  'offline.intro':
    'Does your software run on a computer without a network? Let it write a request file, and bring the file here. You get a license file to take back.',
  'offline.file': 'Request file',
  'offline.hint':
    'The software shows where it has saved the file. Its name is often ls_activation.req. A file that gives a license back belongs here too.',
  'offline.submit': 'Upload the file',
  'offline.activated': 'Your license file is ready',
  'offline.activatedNext':
    'Save the file, take it to the computer without a network, and open it in the software there.',
  'offline.download': 'Save the license file',
  'offline.product': 'Product',
  'offline.license': 'License',
  'offline.computer': 'Computer',
  'offline.validUntil': 'Valid until',
  'offline.noEnd': 'No end',
  'offline.deactivated': 'The license was given back',
  'offline.deactivatedNext':
    'It is free for another computer now. The software on this computer does not work any more.',
  'offline.another': 'Upload another file',
  'offline.noFile': 'No file was chosen. Choose the request file that the software has written.',
  'offline.wrongFile':
    'This is no request file, or it is damaged. Choose the file that the software has written, as it is.',
  'offline.changed':
    'The file was changed after the software wrote it, or this server does not know the software. Make a new file, and do not edit it.',
  'offline.date':
    'The file is too old, or the clock of the computer is wrong. Set the clock, then make a new file.',
  'offline.used': 'Another file with the same number was uploaded before. Make a new file.',
  'offline.schema':
    'The version of the software that wrote the file is too old. Update the software, then make a new file.',
  'offline.notAllowed':
    'This license needs a network. Ask the vendor of the software whether it may be activated without one.',
  'offline.noSeats':
    'The license is used on as many computers as it allows. Give it back on one of them first, or ask the vendor of the software for more.',
  'offline.transfers':
    'The license cannot move to another computer any more. Ask the vendor of the software.',
  'offline.expired':
    'The license has expired. Ask the vendor of the software to renew it, then make a new file.',
  'offline.notStarted': 'The license is not valid yet. Try again when it begins.',
  'offline.blocked':
    'The license, the software or the computer is blocked. Ask the vendor of the software.',
  'offline.notFound':
    'There is no such license, or the password is wrong. Check both in the software, then make a new file.',
  'offline.notActive':
    'The license is not active on this computer, so there is nothing to give back.',
  'offline.counted':
    'The software was used more than the license allows. Ask the vendor of the software to raise the limit, then upload the same file again.',
  'offline.tooMany': 'Too many files came from here. Try again in {time}.',
  'offline.refused':
    'The server refused the file: {code}. Send this and the request id below to the vendor of the software.',

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
