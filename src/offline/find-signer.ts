import type { Deps } from '../deps.ts';
import { credentialOf as credentialOfKey } from '../rules/api-key.ts';
import type { Credential } from '../rules/credential.ts';
import { ApiError } from '../rules/errors.ts';
import { credentialOf as credentialOfClient, workingSecrets } from '../rules/oauth-client.ts';
import { oauthRequired } from '../schemes/oauth-required.ts';

/** What signed a request file, as the file says. Its signatures are not checked yet. */
export interface Signer {
  readonly credential: Credential;
  /** The API key or the client ID: a line of what is signed. */
  readonly name: string;
  /** The shared key, or the secrets of the client that work now. */
  readonly secrets: readonly string[];
}

/**
 * Finds the API key or the OAuth client that a request file names.
 * @throws ApiError validation_error, oauth_required, invalid_api_key, revoked_api_key
 */
export async function findSigner(
  { store, config }: Pick<Deps, 'store'> & { config: Pick<Deps['config'], 'requireOAuth'> },
  { api_key: apiKey, client_id: clientId }: { api_key?: string; client_id?: string },
  now: Date,
): Promise<Signer> {
  if (apiKey !== undefined && clientId !== undefined) {
    throw new ApiError(
      'validation_error',
      'body.api_key and body.client_id exclude each other; send one of them',
    );
  }
  if (clientId !== undefined) {
    const known = await store.oauthClients.findByClientId(clientId);
    if (known === undefined) throw unknown('client ID');
    if (known.client.revoked_at !== null) throw revoked('OAuth client');
    const secrets = workingSecrets(known, now).map(({ secret }) => secret);
    return { credential: credentialOfClient(known), name: clientId, secrets };
  }
  if (config.requireOAuth) throw oauthRequired();
  const found = apiKey === undefined ? undefined : await store.apiKeys.findByKey(apiKey);
  if (found === undefined) throw unknown('API key');
  if (found.revoked_at !== null) throw revoked('API key');
  return { credential: credentialOfKey(found), name: found.api_key, secrets: [found.shared_key] };
}

function unknown(what: string): ApiError {
  return new ApiError('invalid_api_key', `The ${what} in the request file is not valid.`);
}

function revoked(what: string): ApiError {
  return new ApiError('revoked_api_key', `The ${what} in the request file was revoked.`);
}
