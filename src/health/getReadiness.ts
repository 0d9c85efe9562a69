import type { Operation } from '../operation.ts';

export const getReadiness: Operation<'getReadiness'> = async ({ store, log }) => {
  try {
    await store.ping();
    return { status: 200, body: { status: 'ok' } };
  } catch (error) {
    log.warn({ err: error }, 'not ready: the database does not answer');
    return { status: 503, body: { status: 'unavailable' } };
  }
};
