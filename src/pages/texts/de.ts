import type { Texts } from './texts.ts';

/** Wie die Seiten auf Deutsch sprechen: mit „Sie“, „Anführungszeichen“ und ganzen Sätzen. */
export const de: Texts = {
  'page.cancel': 'Abbrechen',
  'page.back': 'Zurück zur Anwendung',
  'page.tryAgain': 'Erneut versuchen',
  'page.help': 'Hilfe:',
  'page.requestId': 'Anfrage-ID: {id}',

  'home.title': 'Latchkey läuft',
  'home.intro':
    'Ihre Software kann diesen Server fragen, wer eine Lizenz besitzt. Version {version}.',
  'home.docs': 'Dokumentation',
  'home.docsAbout': 'Eine Anwendung Schritt für Schritt anbinden',
  'home.contract': 'API-Beschreibung',
  'home.contractAbout': 'Alle Aufrufe und Antworten im OpenAPI-Format',
  'home.demo':
    'Die Demo-Firma ist eingerichtet. Um sich aus einer Desktop-Anwendung anzumelden, führen Sie aus:',

  'signIn.title': 'Bei {account} anmelden',
  'signIn.titleProduct': 'Bei {account} anmelden, um {product} zu verwenden',
  'signIn.problemTitle': 'Problem: {title}',
  'signIn.intro': 'Verwenden Sie die E-Mail-Adresse, auf die Ihre Lizenz ausgestellt ist.',
  'signIn.email': 'E-Mail-Adresse',
  'signIn.password': 'Passwort',
  'signIn.submit': 'Anmelden',
  'signIn.wrong': 'Die E-Mail-Adresse oder das Passwort ist falsch. Versuchen Sie es erneut.',
  'signIn.tooMany': 'Zu viele falsche Versuche. Versuchen Sie es in {time} erneut.',

  'signOut.title': 'Abmelden?',
  'signOut.of': 'Sie sind in diesem Browser bei {account} angemeldet.',
  'signOut.here': 'Sie sind in diesem Browser angemeldet.',
  'signOut.licenses': 'Das Abmelden ändert nichts an Ihren Lizenzen.',
  'signOut.submit': 'Abmelden',
  'signOut.stay': 'Angemeldet bleiben',
  'signedOut.title': 'Sie sind abgemeldet',
  'signedOut.done': 'Ihre Sitzung in diesem Browser ist beendet.',
  'signedOut.staysTitle': 'Sie sind weiterhin angemeldet',
  'signedOut.stays': 'Es hat sich nichts geändert.',
  'signedOut.close': 'Sie können dieses Fenster schließen.',

  'refused.title': 'Anmeldung abgelehnt',
  'refused.notSetUp.reason': 'Single Sign-on ist für Ihr Unternehmen nicht mehr eingerichtet.',
  'refused.notSetUp.next':
    'Wenden Sie sich an den Hersteller Ihrer Software oder an Ihre IT-Abteilung.',
  'refused.unknownAccount.reason': 'Mit diesem Kundenkonto ist keine Anmeldung mehr möglich.',
  'refused.unknownAccount.next':
    'Fragen Sie den Hersteller Ihrer Software, ob Single Sign-on für Ihr Unternehmen noch eingerichtet ist.',
  'refused.notVouched.reason':
    'Der Identitätsanbieter von {account} hat Ihre E-Mail-Adresse nicht bestätigt.',
  'refused.notVouched.next':
    'Bitten Sie Ihre IT-Abteilung, in Ihrem Konto eine bestätigte E-Mail-Adresse zu hinterlegen, und versuchen Sie es dann erneut.',
  'refused.disabled.reason': '{email} darf diese Software nicht mehr verwenden.',
  'refused.disabled.next':
    'Wenden Sie sich an die Person, die in Ihrem Unternehmen die Lizenzen verwaltet.',
  'refused.denied.reason': 'Der Identitätsanbieter von {account} hat Sie nicht angemeldet.',
  'refused.denied.next':
    'Falls Sie nicht selbst abgebrochen haben, fragen Sie Ihre IT-Abteilung, ob Sie diese Software verwenden dürfen.',
  'refused.invalid.reason': 'Die Antwort des Identitätsanbieters von {account} ist ungültig.',
  'refused.invalid.next':
    'Versuchen Sie es erneut. Wenn es wieder geschieht, zeigen Sie diese Seite Ihrer IT-Abteilung.',

  'unreachable.title': '{account} ist nicht erreichbar',
  'unreachable.reason':
    'Der Identitätsanbieter von {account} hat nicht geantwortet. Sie sind daher noch nicht angemeldet.',
  'unreachable.next':
    'Versuchen Sie es gleich noch einmal. Wenn es wieder geschieht, senden Sie die unten stehende Anfrage-ID an Ihre IT-Abteilung.',

  'expired.title': 'Diese Anmeldung ist abgelaufen',
  'expired.reason':
    'Sie war zu lange offen, wurde bereits verwendet oder in einem anderen Browser geöffnet.',
  'expired.next': 'Kehren Sie zur Anwendung zurück und melden Sie sich erneut an.',

  'busy.title': 'Bitte warten Sie einen Moment',
  'busy.reason': 'Im Augenblick melden sich zu viele Personen an.',
  'busy.reload': 'Es ist nichts verloren gegangen: Versuchen Sie es in einigen Sekunden erneut.',
  'busy.back':
    'Es ist nichts verloren gegangen: Gehen Sie zurück und versuchen Sie es in einigen Sekunden erneut.',

  'failed.next':
    'Kehren Sie zur Anwendung zurück und versuchen Sie es erneut. Wenn es wieder geschieht, senden Sie die unten stehende Anfrage-ID an Ihre Administration.',
  'failed.notFound.title': 'Hier ist nichts',
  'failed.notFound.message':
    'Die Adresse enthält einen Tippfehler, oder ihr Ziel gibt es nicht mehr.',
  'failed.tooMany.title': 'Bitte warten Sie einen Moment',
  'failed.tooMany.message': 'Von hier kamen zu viele Anfragen. Versuchen Sie es in {time} erneut.',
  'failed.unavailable.title': 'Das hat nicht funktioniert',
  'failed.unavailable.message':
    'Der Server ist gerade nicht verfügbar. Versuchen Sie es gleich noch einmal.',
  'failed.internal.title': 'Das hat nicht funktioniert',
  'failed.internal.message':
    'Auf dem Server ist ein Fehler aufgetreten. Näheres steht unter der Anfrage-ID in seinem Protokoll.',
  'failed.refused.title': 'Das hat nicht funktioniert',
  'failed.refused.message': 'Der Server hat die Anfrage abgelehnt: {code}.',
  'failed.link.title': 'Diese Anmeldung kann nicht fortgesetzt werden',
  'failed.link.message':
    'Der Link, der diese Seite geöffnet hat, ist ungültig. Beginnen Sie in Ihrer Anwendung von vorn.',

  'demo.banner': 'Demo-Identitätsanbieter · keine echten Konten',
  'demo.title': 'Wer meldet sich an?',
  'demo.intro':
    'Diese Seite spielt den Identitätsanbieter eines Unternehmens. Wählen Sie eine Person; ein Passwort gibt es nicht.',
  'demo.licensed': 'Lizenz für {devices} Geräte',
  'demo.unlicensed': 'ohne Lizenz',
  'demo.disabled': 'Lizenz gesperrt',
};
