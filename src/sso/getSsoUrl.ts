import { ApiError } from '../rules/errors.ts';
import { issuerUrl } from '../config/issuer-url.ts';
import type { SignedOperation } from '../contract/operation.ts';
import { activatableBundle, type Bundle } from '../rules/bundle.ts';
import { activatableProduct } from '../rules/product.ts';
import { type Credential, nameCredential } from '../rules/credential.ts';
import { type Binding, sealBinding } from '../rules/binding.ts';
import { defaultRedirectUri, usableRedirectUris } from '../rules/customer-account.ts';
import type { Store } from '../store/store.ts';
import { redirectUriAllowed, redirectUriRefusal } from '../rules/redirect-uri.ts';
import { accountInScope } from './account-in-scope.ts';

/** Creates the URL that opens the sign-in, bound to the credential and the parameters of this request (docs/pages/decisions.md#binding). */
export const getSsoUrl: SignedOperation<'getSsoUrl'> = async (deps, { query, credential }) => {
  const { store, config, keys, clock } = deps;
  checkChallenge(query);
  const target = await targetOf(store, { code: query.product, credential });
  const { productId, bundleId } = target;
  if (target.authorization_method !== 'user') {
    throw new ApiError(
      'validation_error',
      `query.product: ${query.product} is activated with license keys; single sign-on needs a user product`,
    );
  }
  const code = query.customer_account_code;
  const account = await accountInScope(deps, credential, code);

  const grant = query.response_type ?? account.connection.default_response_type;
  if (grant === 'token' && !account.connection.allow_implicit) {
    throw new ApiError(
      'response_type_not_allowed',
      `The customer account ${code} does not allow response_type token; use code.`,
    );
  }
  if (query.code_challenge !== undefined && grant === 'token') {
    throw new ApiError(
      'validation_error',
      'query.code_challenge is allowed with response_type code only',
    );
  }
  const redirectUri = query.redirect_uri ?? defaultRedirectUri(account) ?? '';
  if (!redirectUriAllowed(usableRedirectUris(account), redirectUri)) {
    throw new ApiError(
      'redirect_uri_not_allowed',
      redirectUriRefusal(redirectUri, code, usableRedirectUris(account)),
    );
  }

  // The implicit grant of OpenID Connect returns both tokens (Core, section 3.2.2.1).
  const responseType = grant === 'code' ? 'code' : 'id_token token';
  const binding = {
    credential: nameCredential(credential),
    productId,
    bundleId,
    customerAccountId: account.id,
    redirectUri,
    redirectUriGiven: query.redirect_uri !== undefined,
    codeChallenge: query.code_challenge ?? null,
    responseType,
  };
  const parameters = {
    client_id: account.code,
    response_type: responseType,
    scope: 'openid email',
    redirect_uri: redirectUri,
    nonce: sealBinding(keys.current.binding[0], binding, clock()),
    state: query.state,
    code_challenge: query.code_challenge,
    code_challenge_method: query.code_challenge_method,
    login_hint: query.login_hint,
    prompt: query.prompt,
    ui_locales: query.ui_locales,
  };
  const sent = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) sent.append(name, value);
  }
  return { status: 200, body: { url: `${issuerUrl(config)}/auth?${sent.toString()}` } };
};

/** What the code of the request names. @throws ApiError those of `activatableProduct` and `activatableBundle` */
async function targetOf(
  { products, bundles }: Pick<Store, 'products' | 'bundles'>,
  request: { readonly code: string; readonly credential: Credential },
): Promise<
  Required<Pick<Binding, 'productId' | 'bundleId'>> & Pick<Bundle, 'authorization_method'>
> {
  const product = await products.findByCode(request.code);
  const bundle = product === undefined ? await bundles.findByCode(request.code) : undefined;
  if (bundle !== undefined) {
    const { id, authorization_method } = activatableBundle(bundle, request);
    return { productId: null, bundleId: id, authorization_method };
  }
  const { id, authorization_method } = activatableProduct(product, request);
  return { productId: id, bundleId: null, authorization_method };
}

/** Both parameters or neither must be sent (RFC 7636, section 4.3; only S256 is supported). */
function checkChallenge(query: { code_challenge?: string; code_challenge_method?: string }): void {
  if ((query.code_challenge === undefined) === (query.code_challenge_method === undefined)) return;
  const missing = query.code_challenge === undefined ? 'code_challenge' : 'code_challenge_method';
  throw new ApiError(
    'missing_parameters',
    `Some parameters are missing in the request: ${missing}`,
  );
}
