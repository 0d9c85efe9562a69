import type { Texts } from './texts.ts';

/** Les textes des pages en français. Devant « : ; ? ! » et entre guillemets, une espace insécable. */
export const fr: Texts = {
  'page.cancel': 'Annuler',
  'page.back': 'Retour à l’application',
  'page.tryAgain': 'Réessayer',
  'page.another': 'Utiliser un autre compte',
  'page.help': 'Aide\u00a0:',
  'page.requestId': 'Identifiant de la requête\u00a0: {id}',

  'home.title': 'Latchkey est en service',
  'home.intro':
    'Votre logiciel peut demander à ce serveur qui possède une licence. Version {version}.',
  'home.docs': 'Documentation',
  'home.docsAbout': 'Intégrer une application, étape par étape',
  'home.contract': 'Description de l’API',
  'home.contractAbout': 'Tous les appels et leurs réponses, au format OpenAPI',
  'home.demo':
    'L’entreprise de démonstration est prête. Pour vous connecter depuis une application de bureau, exécutez\u00a0:',

  'signIn.title': 'Connexion à {account}',
  'signIn.titleProduct': 'Connexion à {account} pour utiliser {product}',
  'signIn.problemTitle': 'Problème\u00a0: {title}',
  'signIn.intro': 'Utilisez l’adresse e-mail à laquelle votre licence a été attribuée.',
  'signIn.email': 'Adresse e-mail',
  'signIn.password': 'Mot de passe',
  'signIn.submit': 'Se connecter',
  'signIn.wrong': 'L’adresse e-mail ou le mot de passe est incorrect. Réessayez.',
  'signIn.show': 'Afficher le mot de passe',
  'signIn.forgot': 'Mot de passe oublié\u202f?',
  'signIn.forgotHow':
    'Aucun e-mail n’est envoyé. Demandez un nouveau mot de passe à la personne qui gère les licences chez {account}.',
  'signIn.change': 'Modifier le mot de passe',
  'signIn.tooMany': 'Trop de tentatives infructueuses. Réessayez dans {time}.',

  'password.title': 'Modifier votre mot de passe',
  'password.intro':
    'Vous serez ensuite connecté avec le nouveau mot de passe. Dans tous les autres navigateurs, il faudra vous reconnecter.',
  'password.initial':
    'Votre mot de passe a été choisi par quelqu’un d’autre. Choisissez-en un que personne d’autre ne connaît\u202f; vous serez ensuite connecté.',
  'password.current': 'Mot de passe actuel',
  'password.new': 'Nouveau mot de passe',
  'password.again': 'Confirmer le nouveau mot de passe',
  'password.rules': 'Au moins {least} caractères.',
  'password.submit': 'Modifier le mot de passe',
  'password.short':
    'Le nouveau mot de passe est trop court\u00a0: il doit comporter au moins {least} caractères.',
  'password.long':
    'Le nouveau mot de passe est trop long\u00a0: il peut comporter au plus {most} caractères.',
  'password.different':
    'Les deux nouveaux mots de passe diffèrent. Saisissez deux fois le nouveau mot de passe.',
  'password.same': 'Le nouveau mot de passe est identique à l’actuel. Choisissez-en un autre.',

  'signOut.title': 'Se déconnecter\u202f?',
  'signOut.of': 'Vous êtes connecté à {account} dans ce navigateur.',
  'signOut.here': 'Vous êtes connecté dans ce navigateur.',
  'signOut.licenses': 'La déconnexion ne change rien à vos licences.',
  'signOut.submit': 'Se déconnecter',
  'signOut.stay': 'Rester connecté',
  'signedOut.title': 'Vous êtes déconnecté',
  'signedOut.done': 'Votre session dans ce navigateur est terminée.',
  'signedOut.staysTitle': 'Vous êtes toujours connecté',
  'signedOut.stays': 'Rien n’a changé.',
  'signedOut.close': 'Vous pouvez fermer cette fenêtre.',

  'refused.title': 'Connexion refusée',
  'refused.notSetUp.reason':
    'L’authentification unique n’est plus configurée pour votre entreprise.',
  'refused.notSetUp.next':
    'Adressez-vous à l’éditeur de votre logiciel ou à votre service informatique.',
  'refused.unknownAccount.reason': 'Ce compte client ne permet plus de se connecter.',
  'refused.unknownAccount.next':
    'Demandez à l’éditeur de votre logiciel si l’authentification unique est toujours configurée pour votre entreprise.',
  'refused.said': 'Le fournisseur d’identité indique\u00a0: {said}',
  'refused.provider_unreachable.reason':
    'Le fournisseur d’identité de l’entreprise {account} n’a pas répondu\u00a0: vous n’êtes pas encore connecté.',
  'refused.provider_unreachable.next':
    'Réessayez dans un instant. Si le problème persiste, transmettez l’identifiant de la requête ci-dessous à votre service informatique.',
  'refused.provider_trouble.reason':
    'Le fournisseur d’identité de l’entreprise {account} signale un problème de son côté\u00a0: vous n’êtes pas encore connecté.',
  'refused.provider_trouble.next':
    'Réessayez dans un instant. Si le problème persiste, transmettez l’identifiant de la requête ci-dessous à votre service informatique.',
  'refused.discovery_invalid.reason':
    'Les informations publiées par le fournisseur d’identité de l’entreprise {account} ne correspondent pas à la connexion configurée.',
  'refused.discovery_invalid.next':
    'Demandez à l’éditeur de votre logiciel de tester la connexion à {account}.',
  'refused.access_denied.reason':
    'Le fournisseur d’identité de l’entreprise {account} ne vous a pas connecté.',
  'refused.access_denied.next':
    'Si vous n’avez pas annulé vous-même, demandez à votre service informatique si vous êtes autorisé à utiliser ce logiciel.',
  'refused.person_not_assigned.reason':
    'Ce logiciel ne vous est pas attribué chez le fournisseur d’identité de l’entreprise {account}.',
  'refused.person_not_assigned.next':
    'Demandez à votre service informatique de vous attribuer l’application, puis réessayez.',
  'refused.consent_missing.reason':
    'Personne n’a encore autorisé le fournisseur d’identité de l’entreprise {account} à communiquer votre identité à ce logiciel.',
  'refused.consent_missing.next':
    'Demandez à votre service informatique de donner son accord pour toute l’entreprise, puis réessayez.',
  'refused.interaction_required.reason':
    'Le fournisseur d’identité de l’entreprise {account} attend d’abord une action de votre part.',
  'refused.interaction_required.next':
    'Connectez-vous dans ce navigateur à une autre application de votre entreprise, faites ce qui y est demandé, puis réessayez.',
  'refused.client_secret_refused.reason':
    'Le fournisseur d’identité de l’entreprise {account} n’a pas accepté le secret client de ce logiciel.',
  'refused.client_secret_refused.next':
    'Demandez à l’éditeur de votre logiciel de saisir à nouveau l’identifiant et le secret du client.',
  'refused.client_secret_expired.reason':
    'Le secret client de ce logiciel chez le fournisseur d’identité de l’entreprise {account} a expiré.',
  'refused.client_secret_expired.next':
    'Demandez à votre service informatique d’en créer un nouveau et de le transmettre à l’éditeur de votre logiciel.',
  'refused.client_not_allowed.reason':
    'Le fournisseur d’identité de l’entreprise {account} ne connaît pas ce logiciel ou ne l’autorise pas à connecter des utilisateurs.',
  'refused.client_not_allowed.next':
    'Demandez à votre service informatique d’autoriser l’application à utiliser le flux «\u00a0authorization code\u00a0».',
  'refused.scope_refused.reason':
    'Le fournisseur d’identité de l’entreprise {account} n’autorise pas ce logiciel à demander votre adresse e-mail.',
  'refused.scope_refused.next':
    'Demandez à votre service informatique d’accorder à l’application les portées (scopes) openid et email.',
  'refused.redirect_uri_refused.reason':
    'L’adresse de cette page n’est pas enregistrée auprès du fournisseur d’identité de l’entreprise {account}.',
  'refused.redirect_uri_refused.next':
    'Demandez à votre service informatique d’enregistrer l’URI de redirection fournie par l’éditeur de votre logiciel.',
  'refused.par_required.reason':
    'Le fournisseur d’identité de l’entreprise {account} exige des «\u00a0pushed authorization requests\u00a0», qui ne sont pas prises en charge.',
  'refused.par_required.next':
    'Demandez à votre service informatique de désactiver cette exigence pour l’application.',
  'refused.request_object_required.reason':
    'Le fournisseur d’identité de l’entreprise {account} exige des objets de requête signés, qui ne sont pas pris en charge.',
  'refused.request_object_required.next':
    'Demandez à votre service informatique de désactiver cette exigence pour l’application.',
  'refused.response_type_refused.reason':
    'Le fournisseur d’identité de l’entreprise {account} ne fournit pas le type de réponse que demande ce logiciel.',
  'refused.response_type_refused.next':
    'Demandez à votre service informatique d’autoriser le type de réponse code pour l’application.',
  'refused.request_refused.reason':
    'Le fournisseur d’identité de l’entreprise {account} a refusé la demande de ce logiciel.',
  'refused.request_refused.next': 'Montrez cette page à votre service informatique.',
  'refused.code_refused.reason':
    'Le fournisseur d’identité de l’entreprise {account} n’accepte plus sa propre confirmation de votre connexion.',
  'refused.code_refused.next':
    'Réessayez. Si le problème se reproduit, montrez cette page à votre service informatique.',
  'refused.answer_invalid.reason':
    'La réponse du fournisseur d’identité de l’entreprise {account} n’est pas valide.',
  'refused.answer_invalid.next':
    'Réessayez. Si le problème se reproduit, montrez cette page à votre service informatique.',
  'refused.answer_issuer.reason':
    'La réponse provient d’un autre fournisseur d’identité que celui de l’entreprise {account}.',
  'refused.answer_issuer.next':
    'Demandez à l’éditeur de votre logiciel de tester la connexion à {account}.',
  'refused.id_token_missing.reason':
    'La réponse du fournisseur d’identité de l’entreprise {account} ne contient pas de jeton d’identité.',
  'refused.id_token_missing.next':
    'Demandez à votre service informatique d’enregistrer l’application pour OpenID Connect.',
  'refused.id_token_encrypted.reason':
    'Le jeton d’identité du fournisseur d’identité de l’entreprise {account} est chiffré, ce qui n’est pas pris en charge.',
  'refused.id_token_encrypted.next':
    'Demandez à votre service informatique de désactiver ce chiffrement pour l’application.',
  'refused.id_token_algorithm.reason':
    'Le jeton d’identité du fournisseur d’identité de l’entreprise {account} est signé d’une manière qui n’est pas prise en charge.',
  'refused.id_token_algorithm.next':
    'Demandez à votre service informatique de faire signer les jetons d’identité avec RS256 ou ES256.',
  'refused.id_token_key.reason':
    'La clé qui a signé le jeton d’identité n’est pas publiée par le fournisseur d’identité de l’entreprise {account}.',
  'refused.id_token_key.next':
    'Réessayez. Si le problème se reproduit, montrez cette page à votre service informatique.',
  'refused.id_token_signature.reason':
    'La signature du jeton d’identité du fournisseur d’identité de l’entreprise {account} n’est pas valide.',
  'refused.id_token_signature.next':
    'Réessayez. Si le problème se reproduit, montrez cette page à votre service informatique.',
  'refused.id_token_issuer.reason':
    'Le jeton d’identité a été émis par un autre fournisseur d’identité que celui de l’entreprise {account}.',
  'refused.id_token_issuer.next':
    'Demandez à l’éditeur de votre logiciel de tester la connexion à {account}.',
  'refused.id_token_audience.reason':
    'Le jeton d’identité du fournisseur d’identité de l’entreprise {account} est destiné à une autre application.',
  'refused.id_token_audience.next':
    'Demandez à l’éditeur de votre logiciel de tester la connexion à {account}.',
  'refused.id_token_nonce.reason':
    'Le jeton d’identité du fournisseur d’identité de l’entreprise {account} appartient à une autre connexion.',
  'refused.id_token_nonce.next':
    'Réessayez. Si le problème se reproduit, montrez cette page à votre service informatique.',
  'refused.id_token_times.reason':
    'Le jeton d’identité du fournisseur d’identité de l’entreprise {account} a expiré ou n’est pas encore valide.',
  'refused.id_token_times.next':
    'Demandez à votre service informatique si l’horloge du fournisseur d’identité est à l’heure.',
  'refused.id_token_claims.reason':
    'Le jeton d’identité du fournisseur d’identité de l’entreprise {account} est incomplet.',
  'refused.id_token_claims.next':
    'Réessayez. Si le problème se reproduit, montrez cette page à votre service informatique.',
  'refused.userinfo_invalid.reason':
    'Le fournisseur d’identité de l’entreprise {account} donne des informations contradictoires sur votre identité.',
  'refused.userinfo_invalid.next':
    'Réessayez. Si le problème se reproduit, montrez cette page à votre service informatique.',
  'refused.subject_missing.reason':
    'Le jeton d’identité du fournisseur d’identité de l’entreprise {account} est incomplet.',
  'refused.subject_missing.next':
    'Réessayez. Si le problème se reproduit, montrez cette page à votre service informatique.',
  'refused.email_missing.reason':
    'Le fournisseur d’identité de l’entreprise {account} n’a pas communiqué votre adresse e-mail.',
  'refused.email_missing.next':
    'Demandez à votre service informatique d’y saisir votre adresse e-mail et de la rendre accessible à l’application.',
  'refused.email_declined.reason':
    'Vous n’avez pas autorisé le fournisseur d’identité de l’entreprise {account} à communiquer votre adresse e-mail.',
  'refused.email_declined.next':
    'Réessayez et autorisez-le\u00a0: votre licence a été attribuée à cette adresse.',
  'refused.email_not_verified.reason':
    'Selon le fournisseur d’identité de l’entreprise {account}, votre adresse e-mail n’est pas vérifiée.',
  'refused.email_not_verified.next':
    'Demandez à votre service informatique de la vérifier, puis réessayez.',
  'refused.email_verification_unstated.reason':
    'Le fournisseur d’identité de l’entreprise {account} n’indique pas si votre adresse e-mail est vérifiée.',
  'refused.email_verification_unstated.next':
    'Demandez à l’éditeur de votre logiciel si la connexion peut faire confiance aux adresses de l’entreprise {account}.',
  'refused.required_claim_missing.reason':
    'Le fournisseur d’identité de l’entreprise {account} n’indique pas que vous faites partie des personnes autorisées à utiliser ce logiciel.',
  'refused.required_claim_missing.next':
    'Demandez à votre service informatique si vous êtes autorisé à utiliser ce logiciel.',
  'refused.required_claim_different.reason':
    'Le fournisseur d’identité de l’entreprise {account} n’indique pas que vous faites partie des personnes autorisées à utiliser ce logiciel.',
  'refused.required_claim_different.next':
    'Demandez à votre service informatique si vous êtes autorisé à utiliser ce logiciel.',
  'refused.person_disabled.reason': '{email} n’est plus autorisé à utiliser ce logiciel.',
  'refused.person_disabled.next':
    'Adressez-vous à la personne qui gère les licences dans votre entreprise.',

  'unreachable.title': '{account} est injoignable',

  'test.title': 'La connexion de test a réussi',
  'test.done': 'Le fournisseur d’identité de {account} dit que vous êtes {email}.',
  'test.told':
    'Il s’agissait d’un test. Vous n’êtes connecté à aucune application et rien n’a été modifié. Les informations que le fournisseur d’identité a communiquées sur vous sont présentées à l’éditeur du logiciel.',
  'test.refused': 'La connexion de test a été refusée',

  'expired.title': 'Cette connexion a expiré',
  'expired.reason':
    'Elle est restée ouverte trop longtemps, a déjà été utilisée ou a été ouverte dans un autre navigateur.',
  'expired.cookies':
    'Votre navigateur n’a envoyé aucun cookie. S’il les bloque, autorisez les cookies pour cette adresse, puis recommencez.',
  'expired.next': 'Revenez à l’application et recommencez la connexion.',

  'busy.title': 'Veuillez patienter un instant',
  'busy.reason': 'Trop de personnes se connectent en ce moment.',
  'busy.reload': 'Rien n’est perdu\u00a0: réessayez dans quelques secondes.',
  'busy.back': 'Rien n’est perdu\u00a0: revenez en arrière et réessayez dans quelques secondes.',

  'offline.title': 'Activer sans réseau',
  'offline.intro':
    'Votre logiciel tourne sur un ordinateur sans réseau ? Faites-lui écrire un fichier de demande et apportez ce fichier ici. Vous recevez un fichier de licence à rapporter.',
  'offline.file': 'Fichier de demande',
  'offline.hint':
    'Le logiciel indique où il a enregistré le fichier. Son nom est souvent ls_activation.req. Un fichier qui rend une licence se dépose ici aussi.',
  'offline.submit': 'Envoyer le fichier',
  'offline.activated': 'Votre fichier de licence est prêt',
  'offline.activatedNext':
    'Enregistrez le fichier, apportez-le à l’ordinateur sans réseau et ouvrez-le dans le logiciel.',
  'offline.download': 'Enregistrer le fichier de licence',
  'offline.product': 'Produit',
  'offline.license': 'Licence',
  'offline.computer': 'Ordinateur',
  'offline.validUntil': 'Valable jusqu’au',
  'offline.noEnd': 'Sans limite',
  'offline.deactivated': 'La licence a été rendue',
  'offline.deactivatedNext':
    'Elle est maintenant libre pour un autre ordinateur. Le logiciel ne fonctionne plus sur cet ordinateur.',
  'offline.another': 'Envoyer un autre fichier',
  'offline.noFile':
    'Aucun fichier n’a été choisi. Choisissez le fichier de demande que le logiciel a écrit.',
  'offline.wrongFile':
    'Ce n’est pas un fichier de demande, ou il est endommagé. Choisissez le fichier que le logiciel a écrit, tel quel.',
  'offline.changed':
    'Le fichier a été modifié après son écriture, ou ce serveur ne connaît pas le logiciel. Créez un nouveau fichier et ne le modifiez pas.',
  'offline.date':
    'Le fichier est trop ancien, ou l’horloge de l’ordinateur est fausse. Réglez l’horloge, puis créez un nouveau fichier.',
  'offline.used':
    'Un autre fichier avec le même numéro a déjà été envoyé. Créez un nouveau fichier.',
  'offline.schema':
    'La version du logiciel qui a écrit le fichier est trop ancienne. Mettez le logiciel à jour, puis créez un nouveau fichier.',
  'offline.notAllowed':
    'Cette licence a besoin d’un réseau. Demandez à l’éditeur du logiciel si elle peut être activée sans réseau.',
  'offline.noSeats':
    'La licence est utilisée sur autant d’ordinateurs qu’elle le permet. Rendez-la d’abord sur l’un d’eux, ou demandez-en plus à l’éditeur du logiciel.',
  'offline.transfers':
    'La licence ne peut plus passer à un autre ordinateur. Adressez-vous à l’éditeur du logiciel.',
  'offline.expired':
    'La licence a expiré. Demandez à l’éditeur du logiciel de la renouveler, puis créez un nouveau fichier.',
  'offline.notStarted': 'La licence n’est pas encore valable. Réessayez quand elle commencera.',
  'offline.blocked':
    'La licence, le logiciel ou l’ordinateur est bloqué. Adressez-vous à l’éditeur du logiciel.',
  'offline.notFound':
    'Cette licence n’existe pas, ou le mot de passe est faux. Vérifiez les deux dans le logiciel, puis créez un nouveau fichier.',
  'offline.notActive':
    'La licence n’est pas active sur cet ordinateur. Il n’y a donc rien à rendre.',
  'offline.counted':
    'Le logiciel a été utilisé plus que la licence ne le permet. Demandez à l’éditeur du logiciel de relever la limite, puis envoyez le même fichier encore une fois.',
  'offline.tooMany': 'Trop de fichiers sont venus d’ici. Réessayez dans {time}.',
  'offline.refused':
    'Le serveur a refusé le fichier : {code}. Envoyez ceci et l’identifiant ci-dessous à l’éditeur du logiciel.',

  'failed.next':
    'Revenez à l’application et réessayez. Si le problème persiste, transmettez l’identifiant de la requête ci-dessous à votre administrateur.',
  'failed.notFound.title': 'Page introuvable',
  'failed.notFound.message':
    'L’adresse comporte une erreur de saisie, ou ce qu’elle désignait n’existe plus.',
  'failed.tooMany.title': 'Veuillez patienter un instant',
  'failed.tooMany.message': 'Trop de requêtes proviennent de votre adresse. Réessayez dans {time}.',
  'failed.unavailable.title': 'Cela n’a pas fonctionné',
  'failed.unavailable.message':
    'Le serveur n’est pas disponible pour le moment. Réessayez dans un instant.',
  'failed.internal.title': 'Cela n’a pas fonctionné',
  'failed.internal.message':
    'Une erreur s’est produite sur le serveur. Son journal contient plus de détails sous l’identifiant de la requête ci-dessous.',
  'failed.refused.title': 'Cela n’a pas fonctionné',
  'failed.refused.message': 'Le serveur a refusé la requête\u00a0: {code}.',
  'failed.link.title': 'Cette connexion ne peut pas se poursuivre',
  'failed.link.message':
    'Le lien qui a ouvert cette page n’est pas valide. Recommencez depuis votre application.',

  'demo.banner': 'Fournisseur d’identité de démonstration · aucun compte réel',
  'demo.title': 'Qui se connecte\u202f?',
  'demo.intro':
    'Cette page joue le rôle du fournisseur d’identité d’une entreprise. Choisissez une personne\u202f; il n’y a pas de mot de passe.',
  'demo.licensed': 'licence pour {devices} appareils',
  'demo.unlicensed': 'sans licence',
  'demo.disabled': 'licence désactivée',
};
