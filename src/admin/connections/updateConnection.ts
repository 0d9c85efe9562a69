import type { components } from '../../../generated/openapi.d.ts';
import { ApiError } from '../../rules/errors.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import type { Connection } from '../../rules/customer-account.ts';
import { change } from '../change.ts';
import { assertUnchanged, changedMeanwhile, withEtag } from '../etag.ts';
import { describeConnectionChange } from './describe-change.ts';
import { connectionOf } from './connection-of.ts';
import { presentConnection } from './present-connection.ts';
import { readConnection } from './read-connection.ts';

type Changes = components['schemas']['ConnectionChanges'];

export const updateConnection: AdminOperation<'updateConnection'> = (deps, request) =>
  change(deps, request, async (store) => {
    const { body, path, headers } = request;
    const before = await connectionOf(store, path.id);
    assertUnchanged(headers['If-Match'], before, 'connection');
    const after = await store.connections.set(path.id, changed(before, body), before.revision);
    if (after === undefined) throw changedMeanwhile(before, 'connection');
    return {
      response: withEtag(after, presentConnection(after)),
      subject: { kind: 'connection', id: path.id },
      detail: describeConnectionChange(before, after),
    };
  });

/** @throws ApiError validation_error */
function changed(before: Connection, changes: Changes): Connection {
  const shown = presentConnection(before);
  if (shown.kind === 'oidc') {
    const { issuer = shown.issuer, client_id: clientId = shown.client_id } = changes;
    const isOtherClient = issuer !== shown.issuer || clientId !== shown.client_id;
    if (isOtherClient && changes.client_secret === undefined) {
      throw new ApiError(
        'validation_error',
        'body.client_secret is required with another issuer or client_id: the stored one belongs to the previous client',
      );
    }
    return readConnection({ ...shown, ...changes }, before);
  }
  const foreign = Object.keys(changes).filter((name) => !(name in shown));
  if (foreign.length > 0) {
    throw new ApiError(
      'validation_error',
      `body.${foreign.join(', body.')}: a password connection has no such setting`,
    );
  }
  return readConnection({ ...shown, ...(changes as Partial<typeof shown>) }, before);
}
