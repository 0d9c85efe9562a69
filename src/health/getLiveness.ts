import type { Operation } from '../operation.ts';

export const getLiveness: Operation<'getLiveness'> = () =>
  Promise.resolve({ status: 200, body: { status: 'ok' } });
