import type { components } from '../../../generated/openapi.d.ts';
import {
  type ChangedSetting,
  changedSettings,
  isWeakened,
} from '../../admin/connections/connection-changes.ts';

type Connection = components['schemas']['AdminConnection'];

/** The question before a change that may let more users sign in; undefined for other changes. */
export function questionBefore(
  name: string,
  before: Connection,
  changes: object,
): string | undefined {
  const weakened = changedSettings(before, { ...before, ...changes }).filter(isWeakened);
  if (weakened.length === 0) return undefined;
  const ending = weakened.some((change) => change.name === 'issuer')
    ? ' All users of the account will have to sign in again.'
    : '';
  return `This may let other or more users sign in to ${name}: ${weakened.map(describe).join('; ')}.${ending} Change it?`;
}

function describe({ name, before, after }: ChangedSetting): string {
  return `${name} from ${JSON.stringify(before)} to ${JSON.stringify(after)}`;
}
