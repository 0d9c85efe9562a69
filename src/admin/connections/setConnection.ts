import type { AdminOperation } from '../../contract/operation.ts';
import { change, notFoundById } from '../change.ts';
import { assertUnchanged, changedMeanwhile, withEtag } from '../etag.ts';
import { describeConnectionChange } from './describe-change.ts';
import { presentConnection } from './present-connection.ts';
import { readConnection } from './read-connection.ts';

/** The revision of a missing connection. */
const NONE = { revision: 0 };

export const setConnection: AdminOperation<'setConnection'> = (deps, request) =>
  change(deps, request, async (store) => {
    const { body, path, headers } = request;
    if ((await store.customerAccounts.find(path.id)) === undefined) {
      throw notFoundById('customer account', path.id);
    }
    const before = await store.connections.findToChange(path.id);
    const { revision } = before ?? NONE;
    assertUnchanged(headers['If-Match'], { revision }, 'connection');
    const connection = readConnection(body, before);
    const after = await store.connections.set(path.id, connection, revision);
    if (after === undefined) throw changedMeanwhile({ revision }, 'connection');
    return {
      response: withEtag(after, presentConnection(after)),
      subject: { kind: 'connection', id: path.id },
      detail: describeConnectionChange(before, after),
    };
  });
