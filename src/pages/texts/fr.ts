import type { Texts } from './texts.ts';

/** Les textes des pages en français. Devant « : ; ? ! » et entre guillemets, une espace insécable. */
export const fr: Texts = {
  'page.cancel': 'Annuler',
  'page.back': 'Retour à l’application',
  'page.tryAgain': 'Réessayer',
  'page.help': 'Aide\u00a0:',
  'page.requestId': 'Identifiant de la requête\u00a0: {id}',

  'home.title': 'Latchkey est en service',
  'home.intro':
    'Votre logiciel peut demander à ce serveur qui possède une licence. Version {version}.',
  'home.docs': 'Documentation',
  'home.docsAbout': 'Raccorder une application, étape par étape',
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
  'signIn.tooMany': 'Trop de tentatives erronées. Réessayez dans {time}.',

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
  'refused.notVouched.reason':
    'Le fournisseur d’identité de {account} n’a pas confirmé votre adresse e-mail.',
  'refused.notVouched.next':
    'Demandez à votre service informatique d’associer une adresse e-mail vérifiée à votre compte, puis réessayez.',
  'refused.disabled.reason': '{email} n’est plus autorisé à utiliser ce logiciel.',
  'refused.disabled.next':
    'Adressez-vous à la personne qui gère les licences dans votre entreprise.',
  'refused.denied.reason': 'Le fournisseur d’identité de {account} ne vous a pas connecté.',
  'refused.denied.next':
    'Si vous n’avez pas annulé vous-même, demandez à votre service informatique si vous êtes autorisé à utiliser ce logiciel.',
  'refused.invalid.reason': 'La réponse du fournisseur d’identité de {account} n’est pas valide.',
  'refused.invalid.next':
    'Réessayez. Si le problème se reproduit, montrez cette page à votre service informatique.',

  'unreachable.title': '{account} est injoignable',
  'unreachable.reason':
    'Le fournisseur d’identité de {account} n’a pas répondu\u00a0: vous n’êtes pas encore connecté.',
  'unreachable.next':
    'Réessayez dans un instant. Si le problème persiste, transmettez l’identifiant de la requête ci-dessous à votre service informatique.',

  'expired.title': 'Cette connexion a expiré',
  'expired.reason':
    'Elle est restée ouverte trop longtemps, a déjà été utilisée ou a été ouverte dans un autre navigateur.',
  'expired.next': 'Revenez à l’application et recommencez la connexion.',

  'busy.title': 'Veuillez patienter un instant',
  'busy.reason': 'Trop de personnes se connectent en ce moment.',
  'busy.reload': 'Rien n’est perdu\u00a0: réessayez dans quelques secondes.',
  'busy.back': 'Rien n’est perdu\u00a0: revenez en arrière et réessayez dans quelques secondes.',

  'failed.next':
    'Revenez à l’application et réessayez. Si le problème persiste, transmettez l’identifiant de la requête ci-dessous à votre administrateur.',
  'failed.notFound.title': 'Il n’y a rien ici',
  'failed.notFound.message':
    'L’adresse comporte une erreur de saisie, ou ce qu’elle désignait n’existe plus.',
  'failed.tooMany.title': 'Veuillez patienter un instant',
  'failed.tooMany.message': 'Trop de requêtes proviennent d’ici. Réessayez dans {time}.',
  'failed.unavailable.title': 'Cela n’a pas fonctionné',
  'failed.unavailable.message':
    'Le serveur n’est pas disponible pour le moment. Réessayez dans un instant.',
  'failed.internal.title': 'Cela n’a pas fonctionné',
  'failed.internal.message':
    'Une erreur s’est produite sur le serveur. Son journal en dit plus sous l’identifiant de la requête ci-dessous.',
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
