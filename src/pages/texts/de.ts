import type { Texts } from './texts.ts';

/** Wie die Seiten auf Deutsch sprechen: mit „Sie“, „Anführungszeichen“ und ganzen Sätzen. */
export const de: Texts = {
  'page.cancel': 'Abbrechen',
  'page.back': 'Zurück zur Anwendung',
  'page.tryAgain': 'Erneut versuchen',
  'page.another': 'Anderes Konto verwenden',
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
    'Die Demo-Firma ist eingerichtet. Um sich aus einer Desktop-Anwendung anzumelden, führen Sie Folgendes aus:',

  'signIn.title': 'Bei {account} anmelden',
  'signIn.titleProduct': 'Bei {account} anmelden, um {product} zu verwenden',
  'signIn.problemTitle': 'Problem: {title}',
  'signIn.intro': 'Verwenden Sie die E-Mail-Adresse, auf die Ihre Lizenz ausgestellt ist.',
  'signIn.email': 'E-Mail-Adresse',
  'signIn.password': 'Passwort',
  'signIn.submit': 'Anmelden',
  'signIn.wrong': 'Die E-Mail-Adresse oder das Passwort ist falsch. Versuchen Sie es erneut.',
  'signIn.show': 'Passwort anzeigen',
  'signIn.forgot': 'Passwort vergessen?',
  'signIn.forgotHow':
    'Es wird keine E-Mail verschickt. Bitten Sie die Person, die bei {account} die Lizenzen verwaltet, um ein neues Passwort.',
  'signIn.change': 'Passwort ändern',
  'signIn.tooMany': 'Zu viele fehlgeschlagene Versuche. Versuchen Sie es in {time} erneut.',

  'password.title': 'Passwort ändern',
  'password.intro':
    'Danach sind Sie mit dem neuen Passwort angemeldet. In allen anderen Browsern müssen Sie sich neu anmelden.',
  'password.initial':
    'Ihr Passwort wurde von jemand anderem festgelegt. Wählen Sie eines, das nur Sie kennen; danach sind Sie angemeldet.',
  'password.current': 'Aktuelles Passwort',
  'password.new': 'Neues Passwort',
  'password.again': 'Neues Passwort wiederholen',
  'password.rules': 'Mindestens {least} Zeichen.',
  'password.submit': 'Passwort ändern',
  'password.short': 'Das neue Passwort ist zu kurz: Es muss mindestens {least} Zeichen haben.',
  'password.long': 'Das neue Passwort ist zu lang: Es darf höchstens {most} Zeichen haben.',
  'password.different':
    'Die beiden neuen Passwörter stimmen nicht überein. Geben Sie das neue Passwort zweimal ein.',
  'password.same': 'Das neue Passwort ist das bisherige. Wählen Sie ein anderes.',

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
  'refused.said': 'Der Identitätsanbieter meldet: {said}',
  'refused.provider_unreachable.reason':
    'Der Identitätsanbieter von {account} hat nicht geantwortet. Sie sind daher noch nicht angemeldet.',
  'refused.provider_unreachable.next':
    'Versuchen Sie es gleich noch einmal. Tritt das Problem erneut auf, senden Sie die unten stehende Anfrage-ID an Ihre IT-Abteilung.',
  'refused.provider_trouble.reason':
    'Der Identitätsanbieter von {account} meldet eine Störung. Sie sind daher noch nicht angemeldet.',
  'refused.provider_trouble.next':
    'Versuchen Sie es gleich noch einmal. Tritt das Problem erneut auf, senden Sie die unten stehende Anfrage-ID an Ihre IT-Abteilung.',
  'refused.discovery_invalid.reason':
    'Die Angaben, die der Identitätsanbieter von {account} veröffentlicht, passen nicht zur Verbindung.',
  'refused.discovery_invalid.next':
    'Bitten Sie den Hersteller Ihrer Software, die Verbindung zu {account} zu prüfen.',
  'refused.access_denied.reason': 'Der Identitätsanbieter von {account} hat Sie nicht angemeldet.',
  'refused.access_denied.next':
    'Falls Sie nicht selbst abgebrochen haben, fragen Sie Ihre IT-Abteilung, ob Sie diese Software verwenden dürfen.',
  'refused.person_not_assigned.reason':
    'Beim Identitätsanbieter von {account} sind Sie dieser Software nicht zugewiesen.',
  'refused.person_not_assigned.next':
    'Bitten Sie Ihre IT-Abteilung, Sie der Anwendung zuzuweisen, und versuchen Sie es dann erneut.',
  'refused.consent_missing.reason':
    'Noch niemand hat zugestimmt, dass der Identitätsanbieter von {account} dieser Software mitteilt, wer Sie sind.',
  'refused.consent_missing.next':
    'Bitten Sie Ihre IT-Abteilung, für das ganze Unternehmen zuzustimmen, und versuchen Sie es dann erneut.',
  'refused.interaction_required.reason':
    'Der Identitätsanbieter von {account} verlangt zuerst noch einen Schritt von Ihnen.',
  'refused.interaction_required.next':
    'Melden Sie sich in diesem Browser bei einer anderen Anwendung Ihres Unternehmens an, tun Sie, was dort verlangt wird, und versuchen Sie es dann erneut.',
  'refused.client_secret_refused.reason':
    'Der Identitätsanbieter von {account} hat das Client-Secret dieser Software nicht akzeptiert.',
  'refused.client_secret_refused.next':
    'Bitten Sie den Hersteller Ihrer Software, Client-ID und Client-Secret erneut einzutragen.',
  'refused.client_secret_expired.reason':
    'Das Client-Secret dieser Software beim Identitätsanbieter von {account} ist abgelaufen.',
  'refused.client_secret_expired.next':
    'Bitten Sie Ihre IT-Abteilung, ein neues zu erstellen und es dem Hersteller Ihrer Software zu geben.',
  'refused.client_not_allowed.reason':
    'Der Identitätsanbieter von {account} kennt diese Software nicht oder erlaubt ihr nicht, Personen anzumelden.',
  'refused.client_not_allowed.next':
    'Bitten Sie Ihre IT-Abteilung, der Anwendung den Authorization Code Grant zu erlauben.',
  'refused.scope_refused.reason':
    'Beim Identitätsanbieter von {account} darf diese Software nicht nach Ihrer E-Mail-Adresse fragen.',
  'refused.scope_refused.next':
    'Bitten Sie Ihre IT-Abteilung, der Anwendung die Scopes openid und email zu erlauben.',
  'refused.redirect_uri_refused.reason':
    'Die Adresse dieser Seite ist beim Identitätsanbieter von {account} nicht eingetragen.',
  'refused.redirect_uri_refused.next':
    'Bitten Sie Ihre IT-Abteilung, die Redirect-URI einzutragen, die der Hersteller Ihrer Software genannt hat.',
  'refused.par_required.reason':
    'Der Identitätsanbieter von {account} verlangt Pushed Authorization Requests. Diese werden nicht unterstützt.',
  'refused.par_required.next': 'Bitten Sie Ihre IT-Abteilung, das für die Anwendung abzuschalten.',
  'refused.request_object_required.reason':
    'Der Identitätsanbieter von {account} verlangt signierte Request Objects. Diese werden nicht unterstützt.',
  'refused.request_object_required.next':
    'Bitten Sie Ihre IT-Abteilung, das für die Anwendung abzuschalten.',
  'refused.response_type_refused.reason':
    'Der Identitätsanbieter von {account} liefert die Art von Antwort nicht, die diese Software anfordert.',
  'refused.response_type_refused.next':
    'Bitten Sie Ihre IT-Abteilung, der Anwendung den Response Type code zu erlauben.',
  'refused.request_refused.reason':
    'Der Identitätsanbieter von {account} hat die Anfrage dieser Software abgelehnt.',
  'refused.request_refused.next': 'Zeigen Sie diese Seite Ihrer IT-Abteilung.',
  'refused.code_refused.reason':
    'Der Identitätsanbieter von {account} hat seine eigene Bestätigung Ihrer Anmeldung nicht mehr akzeptiert.',
  'refused.code_refused.next':
    'Versuchen Sie es erneut. Tritt das Problem erneut auf, zeigen Sie diese Seite Ihrer IT-Abteilung.',
  'refused.answer_invalid.reason':
    'Die Antwort des Identitätsanbieters von {account} ist ungültig.',
  'refused.answer_invalid.next':
    'Versuchen Sie es erneut. Tritt das Problem erneut auf, zeigen Sie diese Seite Ihrer IT-Abteilung.',
  'refused.answer_issuer.reason':
    'Die Antwort stammt von einem anderen Identitätsanbieter als dem von {account}.',
  'refused.answer_issuer.next':
    'Bitten Sie den Hersteller Ihrer Software, die Verbindung zu {account} zu prüfen.',
  'refused.id_token_missing.reason':
    'In der Antwort des Identitätsanbieters von {account} fehlt das ID-Token.',
  'refused.id_token_missing.next':
    'Bitten Sie Ihre IT-Abteilung, die Anwendung für OpenID Connect einzutragen.',
  'refused.id_token_encrypted.reason':
    'Das ID-Token des Identitätsanbieters von {account} ist verschlüsselt. Das wird nicht unterstützt.',
  'refused.id_token_encrypted.next':
    'Bitten Sie Ihre IT-Abteilung, das für die Anwendung abzuschalten.',
  'refused.id_token_algorithm.reason':
    'Das ID-Token des Identitätsanbieters von {account} ist auf eine Weise signiert, die nicht unterstützt wird.',
  'refused.id_token_algorithm.next':
    'Bitten Sie Ihre IT-Abteilung, ID-Token mit RS256 oder ES256 signieren zu lassen.',
  'refused.id_token_key.reason':
    'Der Schlüssel, mit dem das ID-Token signiert ist, wird vom Identitätsanbieter von {account} nicht veröffentlicht.',
  'refused.id_token_key.next':
    'Versuchen Sie es erneut. Tritt das Problem erneut auf, zeigen Sie diese Seite Ihrer IT-Abteilung.',
  'refused.id_token_signature.reason':
    'Die Signatur des ID-Tokens des Identitätsanbieters von {account} ist ungültig.',
  'refused.id_token_signature.next':
    'Versuchen Sie es erneut. Tritt das Problem erneut auf, zeigen Sie diese Seite Ihrer IT-Abteilung.',
  'refused.id_token_issuer.reason':
    'Das ID-Token wurde von einem anderen Identitätsanbieter als dem von {account} ausgestellt.',
  'refused.id_token_issuer.next':
    'Bitten Sie den Hersteller Ihrer Software, die Verbindung zu {account} zu prüfen.',
  'refused.id_token_audience.reason':
    'Das ID-Token des Identitätsanbieters von {account} ist für eine andere Anwendung bestimmt.',
  'refused.id_token_audience.next':
    'Bitten Sie den Hersteller Ihrer Software, die Verbindung zu {account} zu prüfen.',
  'refused.id_token_nonce.reason':
    'Das ID-Token des Identitätsanbieters von {account} gehört zu einer anderen Anmeldung.',
  'refused.id_token_nonce.next':
    'Versuchen Sie es erneut. Tritt das Problem erneut auf, zeigen Sie diese Seite Ihrer IT-Abteilung.',
  'refused.id_token_times.reason':
    'Das ID-Token des Identitätsanbieters von {account} ist abgelaufen oder noch nicht gültig.',
  'refused.id_token_times.next':
    'Fragen Sie Ihre IT-Abteilung, ob die Uhr des Identitätsanbieters richtig geht.',
  'refused.id_token_claims.reason':
    'Das ID-Token des Identitätsanbieters von {account} ist unvollständig.',
  'refused.id_token_claims.next':
    'Versuchen Sie es erneut. Tritt das Problem erneut auf, zeigen Sie diese Seite Ihrer IT-Abteilung.',
  'refused.userinfo_invalid.reason':
    'Der Identitätsanbieter von {account} macht widersprüchliche Angaben dazu, wer Sie sind.',
  'refused.userinfo_invalid.next':
    'Versuchen Sie es erneut. Tritt das Problem erneut auf, zeigen Sie diese Seite Ihrer IT-Abteilung.',
  'refused.subject_missing.reason':
    'Das ID-Token des Identitätsanbieters von {account} ist unvollständig.',
  'refused.subject_missing.next':
    'Versuchen Sie es erneut. Tritt das Problem erneut auf, zeigen Sie diese Seite Ihrer IT-Abteilung.',
  'refused.email_missing.reason':
    'Der Identitätsanbieter von {account} hat Ihre E-Mail-Adresse nicht mitgeteilt.',
  'refused.email_missing.next':
    'Bitten Sie Ihre IT-Abteilung, Ihre E-Mail-Adresse dort einzutragen und für die Anwendung freizugeben.',
  'refused.email_declined.reason':
    'Sie haben dem Identitätsanbieter von {account} nicht erlaubt, Ihre E-Mail-Adresse weiterzugeben.',
  'refused.email_declined.next':
    'Versuchen Sie es erneut und erlauben Sie es: Ihre Lizenz wurde auf diese Adresse ausgestellt.',
  'refused.email_not_verified.reason':
    'Laut dem Identitätsanbieter von {account} ist Ihre E-Mail-Adresse nicht bestätigt.',
  'refused.email_not_verified.next':
    'Bitten Sie Ihre IT-Abteilung, sie zu bestätigen, und versuchen Sie es dann erneut.',
  'refused.email_verification_unstated.reason':
    'Der Identitätsanbieter von {account} gibt nicht an, ob Ihre E-Mail-Adresse bestätigt ist.',
  'refused.email_verification_unstated.next':
    'Fragen Sie den Hersteller Ihrer Software, ob die Verbindung den Adressen von {account} vertrauen darf.',
  'refused.required_claim_missing.reason':
    'Der Identitätsanbieter von {account} bestätigt nicht, dass Sie zu den Personen gehören, die diese Software verwenden dürfen.',
  'refused.required_claim_missing.next':
    'Fragen Sie Ihre IT-Abteilung, ob Sie diese Software verwenden dürfen.',
  'refused.required_claim_different.reason':
    'Der Identitätsanbieter von {account} bestätigt nicht, dass Sie zu den Personen gehören, die diese Software verwenden dürfen.',
  'refused.required_claim_different.next':
    'Fragen Sie Ihre IT-Abteilung, ob Sie diese Software verwenden dürfen.',
  'refused.person_disabled.reason': '{email} darf diese Software nicht mehr verwenden.',
  'refused.person_disabled.next':
    'Wenden Sie sich an die Person, die in Ihrem Unternehmen die Lizenzen verwaltet.',

  'unreachable.title': '{account} ist nicht erreichbar',

  'test.title': 'Die Testanmeldung hat funktioniert',
  'test.done': 'Laut dem Identitätsanbieter von {account} sind Sie {email}.',
  'test.told':
    'Das war nur ein Test: Sie sind dadurch nirgends angemeldet, und es wurde nichts geändert. Die Angaben des Identitätsanbieters über Sie werden dem Hersteller der Software angezeigt.',
  'test.refused': 'Die Testanmeldung wurde abgelehnt',

  'expired.title': 'Diese Anmeldung ist abgelaufen',
  'expired.reason':
    'Sie war zu lange offen, wurde bereits verwendet oder in einem anderen Browser geöffnet.',
  'expired.cookies':
    'Ihr Browser hat keine Cookies gesendet. Falls er sie blockiert, erlauben Sie Cookies für diese Adresse und beginnen Sie von vorn.',
  'expired.next': 'Kehren Sie zur Anwendung zurück und melden Sie sich erneut an.',

  'busy.title': 'Bitte warten Sie einen Moment',
  'busy.reason': 'Im Augenblick melden sich zu viele Personen gleichzeitig an.',
  'busy.reload': 'Es ist nichts verloren gegangen: Versuchen Sie es in einigen Sekunden erneut.',
  'busy.back':
    'Es ist nichts verloren gegangen: Gehen Sie zurück und versuchen Sie es in einigen Sekunden erneut.',

  'offline.title': 'Ohne Netzwerk aktivieren',
  'offline.intro':
    'Läuft Ihre Software auf einem Computer ohne Netzwerk? Lassen Sie sie eine Anforderungsdatei schreiben, und bringen Sie die Datei hierher. Sie erhalten eine Lizenzdatei für den Rückweg.',
  'offline.file': 'Anforderungsdatei',
  'offline.hint':
    'Die Software zeigt, wo sie die Datei gespeichert hat. Oft heißt sie ls_activation.req. Auch eine Datei, mit der eine Lizenz zurückgegeben wird, gehört hierher.',
  'offline.submit': 'Datei hochladen',
  'offline.activated': 'Ihre Lizenzdatei ist fertig',
  'offline.activatedNext':
    'Speichern Sie die Datei, bringen Sie sie zu dem Computer ohne Netzwerk, und öffnen Sie sie dort in der Software.',
  'offline.download': 'Lizenzdatei speichern',
  'offline.product': 'Produkt',
  'offline.license': 'Lizenz',
  'offline.computer': 'Computer',
  'offline.validUntil': 'Gültig bis',
  'offline.noEnd': 'Unbegrenzt',
  'offline.deactivated': 'Die Lizenz wurde zurückgegeben',
  'offline.deactivatedNext':
    'Sie ist nun für einen anderen Computer frei. Auf diesem Computer funktioniert die Software nicht mehr.',
  'offline.another': 'Weitere Datei hochladen',
  'offline.noFile':
    'Es wurde keine Datei ausgewählt. Wählen Sie die Anforderungsdatei, die die Software geschrieben hat.',
  'offline.wrongFile':
    'Das ist keine Anforderungsdatei, oder sie ist beschädigt. Wählen Sie die Datei, die die Software geschrieben hat, unverändert.',
  'offline.changed':
    'Die Datei wurde nachträglich verändert, oder dieser Server kennt die Software nicht. Erstellen Sie eine neue Datei, und bearbeiten Sie sie nicht.',
  'offline.date':
    'Die Datei ist zu alt, oder die Uhr des Computers geht falsch. Stellen Sie die Uhr, und erstellen Sie dann eine neue Datei.',
  'offline.used':
    'Eine andere Datei mit derselben Nummer wurde schon hochgeladen. Erstellen Sie eine neue Datei.',
  'offline.schema':
    'Die Version der Software, die die Datei geschrieben hat, ist zu alt. Aktualisieren Sie die Software, und erstellen Sie dann eine neue Datei.',
  'offline.notAllowed':
    'Diese Lizenz braucht ein Netzwerk. Fragen Sie den Hersteller der Software, ob sie auch ohne aktiviert werden darf.',
  'offline.noSeats':
    'Die Lizenz wird schon auf so vielen Computern verwendet, wie sie erlaubt. Geben Sie sie zuerst auf einem davon zurück, oder bitten Sie den Hersteller der Software um weitere.',
  'offline.transfers':
    'Die Lizenz kann nicht mehr auf einen anderen Computer wechseln. Fragen Sie den Hersteller der Software.',
  'offline.expired':
    'Die Lizenz ist abgelaufen. Bitten Sie den Hersteller der Software, sie zu verlängern, und erstellen Sie dann eine neue Datei.',
  'offline.notStarted':
    'Die Lizenz ist noch nicht gültig. Versuchen Sie es erneut, wenn sie beginnt.',
  'offline.blocked':
    'Die Lizenz, die Software oder der Computer ist gesperrt. Fragen Sie den Hersteller der Software.',
  'offline.notFound':
    'Diese Lizenz gibt es nicht, oder das Passwort ist falsch. Prüfen Sie beides in der Software, und erstellen Sie dann eine neue Datei.',
  'offline.notActive':
    'Die Lizenz ist auf diesem Computer nicht aktiv. Es gibt also nichts zurückzugeben.',
  'offline.counted':
    'Die Software wurde mehr genutzt, als die Lizenz erlaubt. Bitten Sie den Hersteller der Software, die Grenze anzuheben, und laden Sie dann dieselbe Datei noch einmal hoch.',
  'offline.tooMany': 'Von hier kamen zu viele Dateien. Versuchen Sie es in {time} erneut.',
  'offline.refused':
    'Der Server hat die Datei abgelehnt: {code}. Senden Sie dies und die Anfrage-ID unten an den Hersteller der Software.',

  'failed.next':
    'Kehren Sie zur Anwendung zurück und versuchen Sie es erneut. Tritt das Problem erneut auf, senden Sie die unten stehende Anfrage-ID an Ihre IT-Abteilung.',
  'failed.notFound.title': 'Seite nicht gefunden',
  'failed.notFound.message':
    'Die Adresse enthält einen Tippfehler, oder ihr Ziel gibt es nicht mehr.',
  'failed.tooMany.title': 'Bitte warten Sie einen Moment',
  'failed.tooMany.message':
    'Von Ihrer Adresse kamen zu viele Anfragen. Versuchen Sie es in {time} erneut.',
  'failed.unavailable.title': 'Das hat nicht funktioniert',
  'failed.unavailable.message':
    'Der Server ist gerade nicht verfügbar. Versuchen Sie es gleich noch einmal.',
  'failed.internal.title': 'Das hat nicht funktioniert',
  'failed.internal.message':
    'Auf dem Server ist ein Fehler aufgetreten. Näheres steht unter der unten stehenden Anfrage-ID im Protokoll des Servers.',
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
