import { defaultsOf } from '../../contract/defaults.ts';
import { findInvalidPolicy, type PolicyTerms } from '../../rules/license-policy.ts';
import type { Product } from '../../rules/product.ts';
import type { Found } from '../../store/bulk/staging.ts';
import type { Line } from '../parse-record.ts';
import { Known } from './known.ts';
import { productsOfLines } from './products-of-lines.ts';
import { mapAccepted, type Resolve, toFound, valuesIn } from './resolving.ts';
import { faultOfRepeat, rowOf } from './row-of.ts';

type Policy = Found<'license_policies'>;

/** A license policy is identified by its product and code. A new default for trials replaces that of the product. */
export const resolvePolicies: Resolve = async (resolving) => {
  const { lines, staging, refuse, now } = resolving;
  const { ofLines, productIds } = await productsOfLines(resolving);
  const keyOf = (row: { product_id: number; code: string }) => `${row.product_id} ${row.code}`;
  const known = new Known(
    await staging.find('license_policies', {
      product_id: productIds,
      code: valuesIn(lines, 'code'),
    }),
    keyOf,
  );
  const defaults = await staging.find('license_policies', {
    product_id: productIds,
    default_for_trials: [1],
  });
  const withDefault = new Set(
    defaults.flatMap(({ staged, product_id: id }) => (staged ? [id] : [])),
  );

  return mapAccepted(ofLines, ({ line, product }) => {
    const { code = null } = line.cells;
    if (code === null) return refuse(line, 'code', 'is missing');
    const matches = known.get(keyOf({ product_id: product.id, code: String(code) }));
    const repeat = faultOfRepeat(matches);
    if (repeat !== undefined) return refuse(line, 'code', repeat);
    const fault = faultOf(line, matches[0], product);
    if (fault !== undefined) return refuse(line, ...fault);
    const isDefault = line.cells['default_for_trials'] === 1;
    if (isDefault && withDefault.has(product.id)) {
      return refuse(line, 'default_for_trials', 'is true for another policy of the product too');
    }
    const staged = rowOf(resolving, line, {
      column: 'code',
      matches,
      keys: ({ id }) => ({ id }),
      defaults: { id: null, product_id: product.id, updated_at: now },
      changes: { updated_at: now },
    });
    if (staged === undefined) return undefined;
    if (isDefault) withDefault.add(product.id);
    known.add(toFound(staged.row));
    return staged;
  });
};

/** Checks a policy by the rules of the Admin API. @returns the column and the reason; undefined when it is valid */
function faultOf(
  { cells }: Line,
  found: Policy | undefined,
  product: Found<'products'>,
): readonly [column: string, reason: string] | undefined {
  const { terms = found?.terms, default_for_trials: isDefault = found?.default_for_trials } = cells;
  const policy = {
    terms: JSON.parse(String(terms ?? '{}')) as PolicyTerms,
    default_for_trials: isDefault === 1,
  };
  const { starts_at, valid_until, ...defaults } = defaultsOf('NewLicense');
  const method = product.authorization_method as Product['authorization_method'];
  const invalid = findInvalidPolicy(policy, { ...defaults, starts_at, valid_until }, method);
  if (invalid === undefined) return undefined;
  const [column = '', term] = invalid[0].split('.');
  return [column, `does not fit: ${term === undefined ? '' : `${term}: `}${invalid[1]}`];
}
