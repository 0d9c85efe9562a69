import type { Texts } from './texts.ts';

/** Los textos de las páginas en español, con tratamiento de usted. */
export const es: Texts = {
  'page.cancel': 'Cancelar',
  'page.back': 'Volver a la aplicación',
  'page.tryAgain': 'Intentar de nuevo',
  'page.another': 'Usar otra cuenta',
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
  'signIn.show': 'Mostrar la contraseña',
  'signIn.forgot': '¿Ha olvidado su contraseña?',
  'signIn.forgotHow':
    'No se envía ningún correo electrónico. Pida una contraseña nueva a quien gestiona las licencias en {account}.',
  'signIn.change': 'Cambiar la contraseña',
  'signIn.tooMany': 'Demasiados intentos fallidos. Inténtelo de nuevo dentro de {time}.',

  'password.title': 'Cambiar su contraseña',
  'password.intro':
    'Al cambiarla, iniciará sesión con la contraseña nueva. En los demás navegadores tendrá que iniciar sesión de nuevo.',
  'password.initial':
    'Otra persona eligió su contraseña. Elija una que solo usted conozca; a continuación se iniciará su sesión.',
  'password.current': 'Contraseña actual',
  'password.new': 'Contraseña nueva',
  'password.again': 'Repita la contraseña nueva',
  'password.rules': 'Al menos {least} caracteres.',
  'password.submit': 'Cambiar la contraseña',
  'password.short':
    'La contraseña nueva es demasiado corta: debe tener al menos {least} caracteres.',
  'password.long':
    'La contraseña nueva es demasiado larga: puede tener como máximo {most} caracteres.',
  'password.different':
    'Las dos contraseñas nuevas no coinciden. Escriba la contraseña nueva dos veces.',
  'password.same': 'La contraseña nueva es igual a la actual. Elija otra.',

  'signOut.title': '¿Cerrar sesión?',
  'signOut.of': 'Ha iniciado sesión en {account} en este navegador.',
  'signOut.here': 'Ha iniciado sesión en este navegador.',
  'signOut.licenses': 'Cerrar la sesión no cambia nada en sus licencias.',
  'signOut.submit': 'Cerrar sesión',
  'signOut.stay': 'Mantener la sesión iniciada',
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
  'refused.said': 'El proveedor de identidad indica: {said}',
  'refused.provider_unreachable.reason':
    'El proveedor de identidad de {account} no ha respondido, por lo que su sesión aún no se ha iniciado.',
  'refused.provider_unreachable.next':
    'Inténtelo de nuevo en un momento. Si el problema persiste, envíe el identificador de la solicitud que figura abajo a su departamento de informática.',
  'refused.provider_trouble.reason':
    'El proveedor de identidad de {account} tiene un problema interno, por lo que su sesión aún no se ha iniciado.',
  'refused.provider_trouble.next':
    'Inténtelo de nuevo en un momento. Si el problema persiste, envíe el identificador de la solicitud que figura abajo a su departamento de informática.',
  'refused.discovery_invalid.reason':
    'La información que publica el proveedor de identidad de {account} no corresponde a la conexión.',
  'refused.discovery_invalid.next':
    'Pida al proveedor de su software que compruebe la conexión con {account}.',
  'refused.access_denied.reason':
    'El proveedor de identidad de {account} no ha iniciado su sesión.',
  'refused.access_denied.next':
    'Si no lo ha cancelado usted, pregunte a su departamento de informática si puede usar este software.',
  'refused.person_not_assigned.reason':
    'En el proveedor de identidad de {account} no tiene asignado este software.',
  'refused.person_not_assigned.next':
    'Pida a su departamento de informática que le asigne la aplicación e inténtelo de nuevo.',
  'refused.consent_missing.reason':
    'Nadie ha autorizado todavía que el proveedor de identidad de {account} comunique a este software quién es usted.',
  'refused.consent_missing.next':
    'Pida a su departamento de informática que dé su consentimiento para toda la empresa e inténtelo de nuevo.',
  'refused.interaction_required.reason':
    'El proveedor de identidad de {account} requiere que antes realice una acción allí.',
  'refused.interaction_required.next':
    'Inicie sesión en este navegador en otra aplicación de su empresa, haga lo que allí se le pida e inténtelo de nuevo.',
  'refused.client_secret_refused.reason':
    'El proveedor de identidad de {account} no ha aceptado el secreto de cliente de este software.',
  'refused.client_secret_refused.next':
    'Pida al proveedor de su software que vuelva a introducir el identificador y el secreto de cliente.',
  'refused.client_secret_expired.reason':
    'El secreto de cliente de este software en el proveedor de identidad de {account} ha caducado.',
  'refused.client_secret_expired.next':
    'Pida a su departamento de informática que cree uno nuevo y se lo entregue al proveedor de su software.',
  'refused.client_not_allowed.reason':
    'El proveedor de identidad de {account} no conoce este software o no le permite autenticar usuarios.',
  'refused.client_not_allowed.next':
    'Pida a su departamento de informática que permita a la aplicación el flujo de código de autorización.',
  'refused.scope_refused.reason':
    'El proveedor de identidad de {account} no permite que este software pida su dirección de correo electrónico.',
  'refused.scope_refused.next':
    'Pida a su departamento de informática que permita a la aplicación los ámbitos openid y email.',
  'refused.redirect_uri_refused.reason':
    'La dirección de esta página no está registrada en el proveedor de identidad de {account}.',
  'refused.redirect_uri_refused.next':
    'Pida a su departamento de informática que registre el URI de redirección que le dio el proveedor de su software.',
  'refused.par_required.reason':
    'El proveedor de identidad de {account} exige «pushed authorization requests», que no se admiten.',
  'refused.par_required.next':
    'Pida a su departamento de informática que lo desactive para la aplicación.',
  'refused.request_object_required.reason':
    'El proveedor de identidad de {account} exige objetos de solicitud firmados, que no se admiten.',
  'refused.request_object_required.next':
    'Pida a su departamento de informática que lo desactive para la aplicación.',
  'refused.response_type_refused.reason':
    'El proveedor de identidad de {account} no ofrece el tipo de respuesta que solicita este software.',
  'refused.response_type_refused.next':
    'Pida a su departamento de informática que permita a la aplicación el tipo de respuesta code.',
  'refused.request_refused.reason':
    'El proveedor de identidad de {account} ha rechazado la solicitud de este software.',
  'refused.request_refused.next': 'Muestre esta página a su departamento de informática.',
  'refused.code_refused.reason':
    'El proveedor de identidad de {account} ya no acepta su propia confirmación del inicio de sesión.',
  'refused.code_refused.next':
    'Inténtelo de nuevo. Si vuelve a ocurrir, muestre esta página a su departamento de informática.',
  'refused.answer_invalid.reason':
    'La respuesta del proveedor de identidad de {account} no es válida.',
  'refused.answer_invalid.next':
    'Inténtelo de nuevo. Si vuelve a ocurrir, muestre esta página a su departamento de informática.',
  'refused.answer_issuer.reason':
    'La respuesta procede de un proveedor de identidad distinto del de {account}.',
  'refused.answer_issuer.next':
    'Pida al proveedor de su software que compruebe la conexión con {account}.',
  'refused.id_token_missing.reason':
    'La respuesta del proveedor de identidad de {account} no contiene ningún token de identidad.',
  'refused.id_token_missing.next':
    'Pida a su departamento de informática que registre la aplicación para OpenID Connect.',
  'refused.id_token_encrypted.reason':
    'El token de identidad del proveedor de identidad de {account} está cifrado, lo cual no se admite.',
  'refused.id_token_encrypted.next':
    'Pida a su departamento de informática que lo desactive para la aplicación.',
  'refused.id_token_algorithm.reason':
    'El token de identidad del proveedor de identidad de {account} está firmado de una manera que no se admite.',
  'refused.id_token_algorithm.next':
    'Pida a su departamento de informática que los tokens de identidad se firmen con RS256 o ES256.',
  'refused.id_token_key.reason':
    'La clave que firmó el token de identidad no está publicada por el proveedor de identidad de {account}.',
  'refused.id_token_key.next':
    'Inténtelo de nuevo. Si vuelve a ocurrir, muestre esta página a su departamento de informática.',
  'refused.id_token_signature.reason':
    'La firma del token de identidad del proveedor de identidad de {account} no es válida.',
  'refused.id_token_signature.next':
    'Inténtelo de nuevo. Si vuelve a ocurrir, muestre esta página a su departamento de informática.',
  'refused.id_token_issuer.reason':
    'El token de identidad fue emitido por un proveedor de identidad distinto del de {account}.',
  'refused.id_token_issuer.next':
    'Pida al proveedor de su software que compruebe la conexión con {account}.',
  'refused.id_token_audience.reason':
    'El token de identidad del proveedor de identidad de {account} está destinado a otra aplicación.',
  'refused.id_token_audience.next':
    'Pida al proveedor de su software que compruebe la conexión con {account}.',
  'refused.id_token_nonce.reason':
    'El token de identidad del proveedor de identidad de {account} pertenece a otro inicio de sesión.',
  'refused.id_token_nonce.next':
    'Inténtelo de nuevo. Si vuelve a ocurrir, muestre esta página a su departamento de informática.',
  'refused.id_token_times.reason':
    'El token de identidad del proveedor de identidad de {account} ha caducado o aún no es válido.',
  'refused.id_token_times.next':
    'Pregunte a su departamento de informática si el reloj del proveedor de identidad está en hora.',
  'refused.id_token_claims.reason':
    'El token de identidad del proveedor de identidad de {account} está incompleto.',
  'refused.id_token_claims.next':
    'Inténtelo de nuevo. Si vuelve a ocurrir, muestre esta página a su departamento de informática.',
  'refused.userinfo_invalid.reason':
    'El proveedor de identidad de {account} da información contradictoria sobre quién es usted.',
  'refused.userinfo_invalid.next':
    'Inténtelo de nuevo. Si vuelve a ocurrir, muestre esta página a su departamento de informática.',
  'refused.subject_missing.reason':
    'El token de identidad del proveedor de identidad de {account} está incompleto.',
  'refused.subject_missing.next':
    'Inténtelo de nuevo. Si vuelve a ocurrir, muestre esta página a su departamento de informática.',
  'refused.email_missing.reason':
    'El proveedor de identidad de {account} no ha comunicado su dirección de correo electrónico.',
  'refused.email_missing.next':
    'Pida a su departamento de informática que introduzca allí su dirección de correo electrónico y la ponga a disposición de la aplicación.',
  'refused.email_declined.reason':
    'Usted no ha permitido que el proveedor de identidad de {account} comparta su dirección de correo electrónico.',
  'refused.email_declined.next':
    'Inténtelo de nuevo y permítalo: su licencia se emitió para esa dirección.',
  'refused.email_not_verified.reason':
    'Según el proveedor de identidad de {account}, su dirección de correo electrónico no está verificada.',
  'refused.email_not_verified.next':
    'Pida a su departamento de informática que la verifique e inténtelo de nuevo.',
  'refused.email_verification_unstated.reason':
    'El proveedor de identidad de {account} no indica si su dirección de correo electrónico está verificada.',
  'refused.email_verification_unstated.next':
    'Pregunte al proveedor de su software si la conexión puede confiar en las direcciones de {account}.',
  'refused.required_claim_missing.reason':
    'El proveedor de identidad de {account} no indica que usted esté entre las personas que pueden usar este software.',
  'refused.required_claim_missing.next':
    'Pregunte a su departamento de informática si puede usar este software.',
  'refused.required_claim_different.reason':
    'El proveedor de identidad de {account} no indica que usted esté entre las personas que pueden usar este software.',
  'refused.required_claim_different.next':
    'Pregunte a su departamento de informática si puede usar este software.',
  'refused.person_disabled.reason': '{email} ya no puede usar este software.',
  'refused.person_disabled.next': 'Consulte a quien gestiona las licencias en su empresa.',

  'unreachable.title': 'No se puede contactar con {account}',

  'test.title': 'El inicio de sesión de prueba ha funcionado',
  'test.done': 'El proveedor de identidad de {account} dice que usted es {email}.',
  'test.told':
    'Esto era solo una prueba: no ha iniciado sesión en ninguna aplicación y no se ha cambiado nada. Los datos que el proveedor de identidad ha comunicado sobre usted se muestran al proveedor del software.',
  'test.refused': 'El inicio de sesión de prueba se ha rechazado',

  'expired.title': 'Este inicio de sesión ha caducado',
  'expired.reason': 'Estuvo abierto demasiado tiempo, ya se utilizó o se abrió en otro navegador.',
  'expired.cookies':
    'Su navegador no ha enviado ninguna cookie. Si las bloquea, permita las cookies para esta dirección y empiece de nuevo.',
  'expired.next': 'Vuelva a la aplicación e inicie sesión de nuevo.',

  'busy.title': 'Espere un momento',
  'busy.reason': 'En este momento hay demasiadas personas iniciando sesión.',
  'busy.reload': 'No se ha perdido nada: inténtelo de nuevo dentro de unos segundos.',
  'busy.back': 'No se ha perdido nada: vuelva atrás e inténtelo de nuevo dentro de unos segundos.',

  'offline.title': 'Activar sin red',
  'offline.intro':
    '¿Su software funciona en un ordenador sin red? Haga que escriba un archivo de solicitud y traiga el archivo aquí. Recibirá un archivo de licencia para llevarlo de vuelta.',
  'offline.file': 'Archivo de solicitud',
  'offline.hint':
    'El software indica dónde ha guardado el archivo. Su nombre suele ser ls_activation.req. Un archivo que devuelve una licencia también se sube aquí.',
  'offline.submit': 'Subir el archivo',
  'offline.activated': 'Su archivo de licencia está listo',
  'offline.activatedNext':
    'Guarde el archivo, llévelo al ordenador sin red y ábralo allí en el software.',
  'offline.download': 'Guardar el archivo de licencia',
  'offline.product': 'Producto',
  'offline.license': 'Licencia',
  'offline.computer': 'Ordenador',
  'offline.validUntil': 'Válida hasta',
  'offline.noEnd': 'Sin límite',
  'offline.deactivated': 'La licencia se ha devuelto',
  'offline.deactivatedNext':
    'Ahora está libre para otro ordenador. El software ya no funciona en este ordenador.',
  'offline.another': 'Subir otro archivo',
  'offline.noFile':
    'No se ha elegido ningún archivo. Elija el archivo de solicitud que ha escrito el software.',
  'offline.wrongFile':
    'Esto no es un archivo de solicitud, o está dañado. Elija el archivo que ha escrito el software, tal como está.',
  'offline.changed':
    'El archivo se modificó después de escribirse, o este servidor no conoce el software. Cree un archivo nuevo y no lo edite.',
  'offline.date':
    'El archivo es demasiado antiguo, o el reloj del ordenador no está en hora. Ajuste el reloj y cree un archivo nuevo.',
  'offline.used': 'Ya se ha subido otro archivo con el mismo número. Cree un archivo nuevo.',
  'offline.schema':
    'La versión del software que escribió el archivo es demasiado antigua. Actualice el software y cree un archivo nuevo.',
  'offline.notAllowed':
    'Esta licencia necesita una red. Pregunte al fabricante del software si se puede activar sin ella.',
  'offline.noSeats':
    'La licencia se usa en tantos ordenadores como permite. Devuélvala primero en uno de ellos, o pida más al fabricante del software.',
  'offline.transfers':
    'La licencia ya no puede pasar a otro ordenador. Consulte al fabricante del software.',
  'offline.expired':
    'La licencia ha caducado. Pida al fabricante del software que la renueve y cree un archivo nuevo.',
  'offline.notStarted': 'La licencia todavía no es válida. Inténtelo de nuevo cuando empiece.',
  'offline.blocked':
    'La licencia, el software o el ordenador está bloqueado. Consulte al fabricante del software.',
  'offline.notFound':
    'No existe esa licencia, o la contraseña es incorrecta. Compruebe ambas cosas en el software y cree un archivo nuevo.',
  'offline.notActive':
    'La licencia no está activa en este ordenador, así que no hay nada que devolver.',
  'offline.counted':
    'El software se ha usado más de lo que permite la licencia. Pida al fabricante del software que suba el límite y vuelva a subir el mismo archivo.',
  'offline.tooMany':
    'Han llegado demasiados archivos desde aquí. Inténtelo de nuevo dentro de {time}.',
  'offline.refused':
    'El servidor ha rechazado el archivo: {code}. Envíe esto y el identificador de abajo al fabricante del software.',

  'failed.next':
    'Vuelva a la aplicación e inténtelo de nuevo. Si el problema persiste, envíe el identificador de la solicitud que figura abajo a su administrador.',
  'failed.notFound.title': 'Página no encontrada',
  'failed.notFound.message':
    'La dirección contiene un error, o aquello a lo que llevaba ya no existe.',
  'failed.tooMany.title': 'Espere un momento',
  'failed.tooMany.message':
    'Han llegado demasiadas solicitudes desde su dirección. Inténtelo de nuevo dentro de {time}.',
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
