import type { Connection } from '../../rules/customer-account.ts';
import { changedSettings, isWeakened } from './connection-changes.ts';
import { presentConnection } from './present-connection.ts';

/**
 * The details of a changed connection for the audit log: each changed setting with its values before and after, but
 * never the secret.
 */
export function describeConnectionChange(before: Connection | undefined, after: Connection) {
  const shown = presentConnection(after);
  if (before === undefined) return { after: shown };
  const changes = changedSettings(presentConnection(before), shown);
  const isSecretNew = secretOf(before) !== secretOf(after);
  const valuesOf = (side: 'before' | 'after') =>
    Object.fromEntries(changes.map((change) => [change.name, change[side] ?? null]));
  return {
    kind: after.kind,
    changed: [...changes.map(({ name }) => name), ...(isSecretNew ? ['client_secret'] : [])],
    before: valuesOf('before'),
    after: valuesOf('after'),
    weakened: changes.filter(isWeakened).map(({ name }) => name),
  };
}

function secretOf(connection: Connection): string | undefined {
  return connection.kind === 'oidc' ? connection.client_secret : undefined;
}
