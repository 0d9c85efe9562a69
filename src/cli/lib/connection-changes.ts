import type { components } from '../../../generated/openapi.d.ts';
import {
  type ChangedSetting,
  changedSettings,
  isWeakened,
} from '../../admin/connections/connection-changes.ts';

type Connection = components['schemas']['AdminConnection'];

/** Asks before a change lets somebody sign in who could not before; undefined where nothing does. */
export function questionBefore(
  name: string,
  before: Connection,
  changes: object,
): string | undefined {
  const weakened = changedSettings(before, { ...before, ...changes }).filter(isWeakened);
  if (weakened.length === 0) return undefined;
  const ending = weakened.some((change) => change.name === 'issuer')
    ? ' Everybody who is signed in will have to sign in again.'
    : '';
  return `This weakens the connection of ${name}, or changes who vouches for its people: ${weakened.map(describe).join('; ')}.${ending} Go on?`;
}

function describe({ name, before, after }: ChangedSetting): string {
  return `${name} from ${JSON.stringify(before)} to ${JSON.stringify(after)}`;
}
