import type { Scheme } from '../contract/operation.ts';
import type { Deps } from '../deps.ts';
import type { AdminToken } from '../rules/admin-token.ts';
import { credentialOf } from '../rules/api-key.ts';
import type { Credential } from '../rules/credential.ts';
import type { Origin } from '../rules/audit-event.ts';
import { adminToken } from './adminToken.ts';
import { requestSignature } from './requestSignature.ts';

/** The authenticated caller, for each security scheme of the contract. */
export type Caller =
  | {
      readonly scheme: 'requestSignature';
      readonly credential: Credential;
      readonly origin: Origin;
    }
  | { readonly scheme: 'adminToken'; readonly adminToken: AdminToken; readonly origin: Origin };

type Identify = (
  deps: Pick<Deps, 'store' | 'clock'>,
  rawHeaders: readonly string[],
  from: Pick<Origin, 'address' | 'requestId'>,
) => Promise<Caller>;

/** Authenticates a request, for each security scheme. @throws ApiError those of the scheme */
export const schemes: Readonly<Record<Scheme, Identify>> = {
  requestSignature: async (deps, rawHeaders, from) => {
    const credential = credentialOf(await requestSignature(deps, rawHeaders));
    const origin: Origin = { actorKind: 'api_key', actorId: String(credential.id), ...from };
    return { scheme: 'requestSignature', credential, origin };
  },
  adminToken: async (deps, rawHeaders, from) => {
    const token = await adminToken(deps, rawHeaders);
    const origin: Origin = { actorKind: 'admin_token', actorId: String(token.id), ...from };
    return { scheme: 'adminToken', adminToken: token, origin };
  },
};
