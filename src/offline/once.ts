import { ApiError } from '../rules/errors.ts';
import type { Tables } from '../store/tables.ts';
import type { OfflineRequest } from './offline-request.ts';

/**
 * Carries out a request file once. Call it in the transaction of the work.
 * @param work returns the answer
 * @returns the answer, which is that of the first time when the file was carried out before
 * @throws ApiError offline_request_used for another file with the same ID; those of `work`
 */
export async function once<Answer>(
  { offlineRequests }: Pick<Tables, 'offlineRequests'>,
  { id, fingerprint, expiresAt }: OfflineRequest,
  now: Date,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const earlier = await offlineRequests.take(id, fingerprint, { now, expiresAt });
  if (earlier !== undefined) {
    if (earlier.fingerprint === fingerprint) return earlier.reply as Answer;
    throw new ApiError(
      'offline_request_used',
      'Another request file with this request_id was carried out. Make a new file.',
    );
  }
  const answer = await work();
  await offlineRequests.keep(id, answer);
  return answer;
}
