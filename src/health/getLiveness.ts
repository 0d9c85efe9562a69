import type { PublicOperation } from '../contract/operation.ts';

export const getLiveness: PublicOperation<'getLiveness'> = () =>
  Promise.resolve({ status: 200, body: { status: 'ok' } });
