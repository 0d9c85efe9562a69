import type { Scheme } from '../contract/operation.ts';
import type { Deps } from '../deps.ts';
import type { AdminToken } from '../rules/admin-token.ts';
import { credentialOf as credentialOfKey } from '../rules/api-key.ts';
import type { Credential } from '../rules/credential.ts';
import type { Origin } from '../rules/audit-event.ts';
import { credentialOf as credentialOfClient } from '../rules/oauth-client.ts';
import { accessToken } from './accessToken.ts';
import { adminToken } from './adminToken.ts';
import { headerValues } from './header-values.ts';
import { oauthRequired } from './oauth-required.ts';
import { requestSignature } from './requestSignature.ts';

/** An application: the caller of the License API. */
interface Application {
  readonly scheme: 'requestSignature' | 'accessToken';
  readonly credential: Credential;
  readonly origin: Origin;
}

/** The authenticated caller, for each security scheme of the contract. */
export type Caller =
  | Application
  | { readonly scheme: 'adminToken'; readonly adminToken: AdminToken; readonly origin: Origin };

type Identify = (
  rawHeaders: readonly string[],
  from: Pick<Origin, 'address' | 'requestId'>,
) => Promise<Caller>;

/** The schemes that an operation of the contract can have, in each combination. */
const COMBINATIONS: readonly (readonly Scheme[])[] = [
  ['requestSignature', 'accessToken'],
  ['adminToken'],
];

/** True when there is a step that checks these schemes. */
export function areImplemented(schemes: readonly string[]): schemes is readonly Scheme[] {
  return COMBINATIONS.some((one) => one.join() === schemes.join());
}

/** Returns the scheme of a request: that of its Authorization header when its operation has more than one. */
export function schemeOf(schemes: readonly Scheme[], rawHeaders: readonly string[]): Scheme {
  const [authorization = ''] = headerValues(rawHeaders, 'authorization');
  const isBearer = /^bearer( |$)/i.test(authorization);
  return isBearer && schemes.includes('accessToken')
    ? 'accessToken'
    : (schemes[0] ?? 'requestSignature');
}

/**
 * Creates the functions that authenticate a request, one for each security scheme. They throw ApiError: those of the
 * scheme; oauth_required.
 */
export function createSchemes(
  deps: Pick<Deps, 'config' | 'keys' | 'store' | 'clock'>,
): Readonly<Record<Scheme, Identify>> {
  return {
    requestSignature: async (rawHeaders, from) => {
      if (deps.config.requireOAuth) throw oauthRequired();
      const credential = credentialOfKey(await requestSignature(deps, rawHeaders));
      return application('requestSignature', credential, from);
    },
    accessToken: async (rawHeaders, from) => {
      const credential = credentialOfClient(await accessToken(deps, rawHeaders));
      return application('accessToken', credential, from);
    },
    adminToken: async (rawHeaders, from) => {
      const token = await adminToken(deps, rawHeaders);
      const origin: Origin = { actorKind: 'admin_token', actorId: String(token.id), ...from };
      return { scheme: 'adminToken', adminToken: token, origin };
    },
  };
}

function application(
  scheme: Application['scheme'],
  credential: Credential,
  from: Pick<Origin, 'address' | 'requestId'>,
): Application {
  const { kind, id } = credential;
  return { scheme, credential, origin: { actorKind: kind, actorId: String(id), ...from } };
}
