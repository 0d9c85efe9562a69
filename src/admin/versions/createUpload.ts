import type { AdminOperation } from '../../contract/operation.ts';
import { receiveFile } from '../../files/receive-file.ts';

/** Stores an installation file that a version can take. */
export const createUpload: AdminOperation<'createUpload'> = async (deps, request) => {
  const { body, query, operationId: action, origin } = request;
  const { id, filename, size, hash_md5, hash_sha256 } = await receiveFile(deps, body, query);
  const subject = { kind: 'upload', id } as const;
  const detail = { filename, size, hash_sha256 };
  await deps.store.audit.record(origin, { action, outcome: 'done', subject, detail }, deps.clock());
  return { status: 201, body: { id, filename, size, hash_md5, hash_sha256 } };
};
