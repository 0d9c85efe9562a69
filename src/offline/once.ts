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
  request: OfflineRequest,
  now: Date,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const kept = await offlineRequests.once({ id: request.id }, request, now, work);
  if (kept !== undefined) return kept.answer;
  throw new ApiError(
    'offline_request_used',
    'Another request file with this request_id was carried out. Make a new file.',
  );
}
