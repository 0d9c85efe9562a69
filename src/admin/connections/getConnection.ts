import type { AdminOperation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { connectionOf } from './connection-of.ts';
import { presentConnection } from './present-connection.ts';

export const getConnection: AdminOperation<'getConnection'> = async ({ store }, { path }) => {
  const connection = await connectionOf(store, path.id);
  return withEtag(connection, presentConnection(connection));
};
