import { misfitOf } from '../../rules/bundle.ts';
import { newId } from '../../rules/ids.ts';
import type { BulkRow, StagedRow } from '../../store/bulk/bulk-rows.ts';
import type { Found } from '../../store/bulk/staging.ts';
import { UNCHANGED } from '../../store/bulk/store-staged.ts';
import type { Line } from '../parse-record.ts';
import { Known } from './known.ts';
import { mapAccepted, type Resolve, toFound, valuesIn } from './resolving.ts';
import { faultOfRepeat, rowOf } from './row-of.ts';

type Bundle = Found<'bundles'>;
type Products = ReadonlyMap<string, Found<'products'>>;
type Fault = readonly [column: string, reason: string];

/** A bundle is identified by its code. Its products are those of the file; licenses that exist keep theirs. */
export const resolveBundles: Resolve = async (resolving) => {
  const { lines, staging, refuse, now } = resolving;
  const codes = valuesIn<string>(lines, 'code');
  const known = new Known(await staging.find('bundles', { code: codes }), ({ code }) => code);
  const wanted = [...new Set([...codes, ...lines.flatMap((line) => productsOf(line) ?? [])])];
  const products: Products = new Map(
    (await staging.find('products', { code: wanted })).map((one) => [one.code, one]),
  );
  const members = new Known(
    await staging.find('bundle_products', {
      bundle_id: codes.flatMap((code) => known.get(code).map(({ id }) => id)),
    }),
    (row) => row.bundle_id,
  );

  const included: BulkRow[] = [];
  const rows = mapAccepted(lines, (line) => {
    const { code = null } = line.cells;
    if (code === null) return refuse(line, 'code', 'is missing');
    const matches = known.get(code);
    const [found] = matches;
    const repeat = faultOfRepeat(matches);
    if (repeat !== undefined) return refuse(line, 'code', repeat);
    const fault = faultOf(line, found, products);
    if (fault !== undefined) return refuse(line, ...fault);
    const staged = rowOf(resolving, line, {
      column: 'code',
      matches,
      keys: ({ id }) => ({ id }),
      defaults: { id: newId(), updated_at: now },
      changes: { updated_at: now },
    });
    if (staged === undefined) return undefined;
    known.add(toFound(staged.row));
    const { id: bundleId = null } = staged.row;
    const before = new Set(members.get(bundleId).map((row) => row.product_id));
    const after = productsOf(line)?.flatMap((name) => products.get(name)?.id ?? []);
    if (after === undefined || isSame(before, after)) return staged;
    included.push(...after.map((id) => ({ bundle_id: bundleId, product_id: id })));
    return found === undefined ? staged : withChangedProducts(staged);
  });
  await staging.addIncluded(included);
  return rows;
};

/** The product codes of a line; undefined when it has none. */
function productsOf({ cells }: Line): string[] | undefined {
  const { products } = cells;
  return products === undefined ? undefined : (JSON.parse(String(products)) as string[]);
}

function isSame(before: ReadonlySet<number>, after: readonly number[]): boolean {
  return before.size === after.length && after.every((id) => before.has(id));
}

/** A change of the products alone is a change of the bundle too. */
function withChangedProducts({ row, overwrites, changed = [] }: StagedRow): StagedRow {
  return {
    row,
    overwrites: overwrites === UNCHANGED ? ['updated_at'] : overwrites,
    changed: [...changed, 'products'],
  };
}

/** Checks a bundle by the rules of the Admin API. @returns the column and the reason; undefined when it is valid */
function faultOf(line: Line, found: Bundle | undefined, products: Products): Fault | undefined {
  const { code, authorization_method: given } = line.cells;
  const method = given === undefined ? found?.authorization_method : String(given);
  const names = productsOf(line);
  if (method === undefined) return ['authorization_method', 'is missing'];
  if (found === undefined) {
    if (products.has(String(code))) return ['code', 'is that of a product'];
    if (names === undefined) return ['products', 'is missing'];
  } else if (method !== found.authorization_method) {
    return [
      'authorization_method',
      `cannot change: the bundle has the method ${found.authorization_method}`,
    ];
  }
  for (const name of names ?? []) {
    const product = products.get(name);
    if (product === undefined) return ['products', `${JSON.stringify(name)} does not exist`];
    const misfit = misfitOf(product, { authorization_method: method });
    if (misfit !== undefined) return ['products', `${JSON.stringify(name)} ${misfit}`];
  }
  return undefined;
}
