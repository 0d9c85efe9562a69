import type { Meter } from '../../rules/consumption.ts';
import { type CheckedTerms, findInvalidTerm } from '../../rules/issued-license.ts';
import type { License } from '../../rules/license.ts';
import type { Found } from '../../store/bulk/staging.ts';
import { kinds } from '../kinds.ts';
import type { Line } from '../parse-record.ts';

type Fault = readonly [column: string, reason: string];

/** What the checks of a line of licenses need. */
interface Known {
  readonly product: Found<'products'> | undefined;
  /** The existing license that the line refers to. */
  readonly license: Found<'licenses'> | undefined;
  /** How many users the license has. */
  readonly users: number;
}

/** Checks a license by the rules of the Admin API. @returns the column and the reason; undefined when it is valid */
export function faultOfLicense(line: Line, known: Known): Fault | undefined {
  return faultOfNames(line, known) ?? faultOfTerms(line, known);
}

function faultOfNames({ cells }: Line, known: Known): Fault | undefined {
  const { product, license } = known;
  const { product: code = null, license_key: key = null } = cells;
  if (code === null && license === undefined) return ['product', 'is missing'];
  if (code !== null && product === undefined) {
    return ['product', `${JSON.stringify(code)} does not exist`];
  }
  if (license !== undefined && product !== undefined && product.id !== license.product_id) {
    return ['product', 'is not the product of the license'];
  }
  const isByKey =
    license === undefined
      ? product?.authorization_method === 'license-key'
      : license.license_key !== null;
  const hasKey =
    license === undefined || Object.hasOwn(cells, 'license_key') ? key !== null : isByKey;
  if (isByKey && !hasKey) return ['license_key', 'is missing: licenses of this product need one'];
  return !isByKey && hasKey
    ? ['license_key', 'must be empty: licenses of this product have users']
    : undefined;
}

function faultOfTerms({ cells }: Line, { product, license, users }: Known): Fault | undefined {
  const term = (name: keyof CheckedTerms) =>
    Object.hasOwn(cells, name)
      ? (cells[name] ?? null)
      : license === undefined
        ? kinds.licenses[name].default
        : license[name];
  const timeOf = (name: 'starts_at' | 'valid_until') => {
    const time = term(name);
    return time === null ? null : new Date(time ?? 0);
  };
  const numberOf = (
    name:
      | 'valid_days'
      | 'max_activations'
      | 'max_license_users'
      | 'max_consumptions'
      | 'floating_users'
      | 'floating_timeout',
  ) => {
    const value = term(name);
    return value === null ? null : Number(value);
  };
  const seats = numberOf('max_activations');
  const most = numberOf('max_license_users');
  const terms = {
    license_type: term('license_type') as License['license_type'],
    is_trial: term('is_trial') === 1,
    starts_at: timeOf('starts_at'),
    valid_until: timeOf('valid_until'),
    valid_days: numberOf('valid_days'),
    grace_hours: Number(term('grace_hours')),
    max_activations: seats,
    max_license_users: most,
    max_consumptions: numberOf('max_consumptions'),
    allow_negative_consumptions: term('allow_negative_consumptions') === 1,
    allow_overages: term('allow_overages') === 1,
    max_overages: Number(term('max_overages')),
    floating: term('floating') === 1,
    floating_users: numberOf('floating_users'),
    floating_timeout: numberOf('floating_timeout'),
    consumption_period: term('consumption_period') as Meter['consumption_period'],
  };
  const isByKey =
    (license?.license_key ?? null) !== null || product?.authorization_method === 'license-key';
  const invalid = findInvalidTerm(terms, isByKey ? 'license-key' : 'user');
  if (invalid !== undefined) return [invalid[0], `does not fit: ${invalid[1]}`];
  const bound = license?.times_activated ?? 0;
  if (seats !== null && seats < bound) {
    return ['max_activations', `is less than the ${bound} active device(s)`];
  }
  if (most !== null && most < users) {
    return ['max_license_users', `is less than the ${users} assigned user(s)`];
  }
  return undefined;
}
