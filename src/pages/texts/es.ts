import type { Texts } from './texts.ts';

/** Los textos de las páginas en español, con tratamiento de usted. */
export const es: Texts = {
  'page.cancel': 'Cancelar',
  'page.back': 'Volver a la aplicación',
  'page.tryAgain': 'Intentar de nuevo',
  'page.help': 'Ayuda:',
  'page.requestId': 'Identificador de la solicitud: {id}',

  'home.title': 'Latchkey está en marcha',
  'home.intro':
    'Su software puede preguntar a este servidor quién tiene una licencia. Versión {version}.',
  'home.docs': 'Documentación',
  'home.docsAbout': 'Conecte una aplicación, paso a paso',
  'home.contract': 'Descripción de la API',
  'home.contractAbout': 'Todas las llamadas y respuestas, en formato OpenAPI',
  'home.demo':
    'La empresa de demostración está lista. Para iniciar sesión desde una aplicación de escritorio, ejecute:',

  'signIn.title': 'Iniciar sesión en {account}',
  'signIn.titleProduct': 'Iniciar sesión en {account} para usar {product}',
  'signIn.problemTitle': 'Problema: {title}',
  'signIn.intro': 'Use la dirección de correo electrónico a la que está asignada su licencia.',
  'signIn.email': 'Correo electrónico',
  'signIn.password': 'Contraseña',
  'signIn.submit': 'Iniciar sesión',
  'signIn.wrong': 'El correo electrónico o la contraseña no son correctos. Inténtelo de nuevo.',
  'signIn.tooMany': 'Demasiados intentos fallidos. Inténtelo de nuevo dentro de {time}.',

  'signOut.title': '¿Cerrar sesión?',
  'signOut.of': 'Ha iniciado sesión en {account} en este navegador.',
  'signOut.here': 'Ha iniciado sesión en este navegador.',
  'signOut.licenses': 'Cerrar la sesión no cambia nada en sus licencias.',
  'signOut.submit': 'Cerrar sesión',
  'signOut.stay': 'Mantener la sesión',
  'signedOut.title': 'Ha cerrado la sesión',
  'signedOut.done': 'Su sesión en este navegador ha terminado.',
  'signedOut.staysTitle': 'Su sesión sigue abierta',
  'signedOut.stays': 'No ha cambiado nada.',
  'signedOut.close': 'Puede cerrar esta ventana.',

  'refused.title': 'Inicio de sesión rechazado',
  'refused.notSetUp.reason': 'El inicio de sesión único ya no está configurado para su empresa.',
  'refused.notSetUp.next':
    'Consulte al proveedor de su software o a su departamento de informática.',
  'refused.unknownAccount.reason': 'Ya no es posible iniciar sesión con esta cuenta de cliente.',
  'refused.unknownAccount.next':
    'Pregunte al proveedor de su software si el inicio de sesión único sigue configurado para su empresa.',
  'refused.notVouched.reason':
    'El proveedor de identidad de {account} no ha confirmado su dirección de correo electrónico.',
  'refused.notVouched.next':
    'Pida a su departamento de informática que asigne a su cuenta una dirección de correo electrónico verificada e inténtelo de nuevo.',
  'refused.disabled.reason': '{email} ya no puede usar este software.',
  'refused.disabled.next': 'Consulte a quien gestiona las licencias en su empresa.',
  'refused.denied.reason': 'El proveedor de identidad de {account} no ha iniciado su sesión.',
  'refused.denied.next':
    'Si no lo ha cancelado usted, pregunte a su departamento de informática si puede usar este software.',
  'refused.invalid.reason': 'La respuesta del proveedor de identidad de {account} no es válida.',
  'refused.invalid.next':
    'Inténtelo de nuevo. Si vuelve a ocurrir, muestre esta página a su departamento de informática.',

  'unreachable.title': 'No se puede contactar con {account}',
  'unreachable.reason':
    'El proveedor de identidad de {account} no ha respondido, por lo que su sesión aún no se ha iniciado.',
  'unreachable.next':
    'Inténtelo de nuevo en un momento. Si sigue ocurriendo, envíe el identificador de la solicitud que figura abajo a su departamento de informática.',

  'expired.title': 'Este inicio de sesión ha caducado',
  'expired.reason': 'Estuvo abierto demasiado tiempo, ya se utilizó o se abrió en otro navegador.',
  'expired.next': 'Vuelva a la aplicación e inicie sesión de nuevo.',

  'busy.title': 'Espere un momento',
  'busy.reason': 'En este momento hay demasiadas personas iniciando sesión.',
  'busy.reload': 'No se ha perdido nada: inténtelo de nuevo dentro de unos segundos.',
  'busy.back': 'No se ha perdido nada: vuelva atrás e inténtelo de nuevo dentro de unos segundos.',

  'failed.next':
    'Vuelva a la aplicación e inténtelo de nuevo. Si sigue ocurriendo, envíe el identificador de la solicitud que figura abajo a su administrador.',
  'failed.notFound.title': 'Aquí no hay nada',
  'failed.notFound.message':
    'La dirección tiene un error de escritura, o aquello a lo que llevaba ya no existe.',
  'failed.tooMany.title': 'Espere un momento',
  'failed.tooMany.message':
    'Han llegado demasiadas solicitudes desde aquí. Inténtelo de nuevo dentro de {time}.',
  'failed.unavailable.title': 'No ha funcionado',
  'failed.unavailable.message':
    'El servidor no está disponible en este momento. Inténtelo de nuevo en un momento.',
  'failed.internal.title': 'No ha funcionado',
  'failed.internal.message':
    'Se ha producido un error en el servidor. Su registro contiene más detalles con el identificador de la solicitud que figura abajo.',
  'failed.refused.title': 'No ha funcionado',
  'failed.refused.message': 'El servidor ha rechazado la solicitud: {code}.',
  'failed.link.title': 'Este inicio de sesión no puede continuar',
  'failed.link.message':
    'El enlace que abrió esta página no es válido. Empiece de nuevo desde su aplicación.',

  'demo.banner': 'Proveedor de identidad de demostración · sin cuentas reales',
  'demo.title': '¿Quién inicia sesión?',
  'demo.intro':
    'Esta página hace de proveedor de identidad de una empresa. Elija una persona; no hay contraseña.',
  'demo.licensed': 'licencia para {devices} dispositivos',
  'demo.unlicensed': 'sin licencia',
  'demo.disabled': 'licencia desactivada',
};
