import type { components } from '../../../generated/openapi.d.ts';

/** A connection as the Admin API shows it: without its secret. */
type Shown = components['schemas']['AdminConnection'];
type Values = Readonly<Record<string, unknown>>;

/** A setting that has changed. A value is undefined when that connection has no such setting. */
export interface ChangedSetting {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

const TRUSTS = ['verified', 'unstated', 'managed'];

/** The settings in which two connections differ. */
export function changedSettings(before: Shown, after: Shown): ChangedSetting[] {
  const [old, now] = [before, after] as unknown as [Values, Values];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]))
    .map((name) => ({ name, before: old[name], after: now[name] }));
}

/** True when the change may let other or more users sign in, or allows a weaker grant. */
export function isWeakened({ name, before, after }: ChangedSetting): boolean {
  switch (name) {
    case 'enabled':
    case 'allow_implicit':
      return after === true;
    case 'default_response_type':
      return after === 'token';
    case 'trust':
      return TRUSTS.indexOf(String(after)) > TRUSTS.indexOf(String(before));
    case 'required_claims': {
      const now = (after ?? {}) as Values;
      return Object.entries(before ?? {}).some(([claim, value]) => now[claim] !== value);
    }
    // What authenticates users: another provider or claim may confuse one user with another.
    case 'kind':
    case 'issuer':
    case 'email_claim':
      return before !== undefined && after !== undefined;
    default:
      return false;
  }
}
