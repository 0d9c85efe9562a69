import type { AdminOperation } from '../../contract/operation.ts';
import { newClientSecret } from '../../rules/oauth-client.ts';
import { change } from '../change.ts';
import { changedMeanwhile, etagOf } from '../etag.ts';
import { present } from '../present.ts';
import { requireExisting } from '../require-existing.ts';

const HOUR = 3_600_000;

/** Rotates the secret of a client. The old one works for the hours of the request. */
export const createOAuthClientSecret: AdminOperation<'createOAuthClientSecret'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, path } = request;
    const found = await store.oauthClients.find(path.id);
    const before = requireExisting(found, request, 'OAuth client');
    const client_secret = newClientSecret();
    const oldExpireAt = new Date(now.getTime() + body.grace_hours * HOUR);
    const times = { now, oldExpireAt };
    const after = await store.oauthClients.addSecret(before, client_secret, times);
    if (after === undefined) throw changedMeanwhile(before, 'OAuth client');
    return {
      response: {
        status: 201,
        body: { ...present('AdminOAuthClient', after), client_secret },
        headers: { ETag: etagOf(after) },
      },
      subject: { kind: 'oauth_client', id: after.id },
      detail: { client_id: after.client_id, grace_hours: body.grace_hours },
    };
  });
