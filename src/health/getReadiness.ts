import type { PublicOperation } from '../contract/operation.ts';
import { findUnmetNeed } from './readiness.ts';

export const getReadiness: PublicOperation<'getReadiness'> = async (deps) => {
  const missing = await findUnmetNeed(deps);
  if (missing === undefined) return { status: 200, body: { status: 'ok' } };
  const { need, error } = missing;
  if (need !== 'running') deps.log.warn({ need, err: error }, 'not ready');
  return { status: 503, body: { status: 'unavailable', failed: need } };
};
