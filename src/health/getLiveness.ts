import type { Operation } from '../contract/operation.ts';

export const getLiveness: Operation<'getLiveness'> = () =>
  Promise.resolve({ status: 200, body: { status: 'ok' } });
