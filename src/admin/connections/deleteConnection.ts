import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { assertUnchanged, changedMeanwhile } from '../etag.ts';
import { connectionOf } from './connection-of.ts';
import { presentConnection } from './present-connection.ts';

export const deleteConnection: AdminOperation<'deleteConnection'> = (deps, request) =>
  change(deps, request, async (store) => {
    const { path, headers } = request;
    const connection = await connectionOf(store, path.id);
    assertUnchanged(headers['If-Match'], connection, 'connection');
    if (!(await store.connections.delete(path.id, connection.revision))) {
      throw changedMeanwhile(connection, 'connection');
    }
    return {
      response: { status: 204 },
      subject: { kind: 'connection', id: path.id },
      detail: { kind: connection.kind, before: presentConnection(connection) },
    };
  });
