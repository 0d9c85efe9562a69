import { findInvalidFeatureTerm } from '../../rules/issued-feature.ts';
import { endOfFeature, featureTermFields, type FeatureTerms } from '../../rules/license-feature.ts';
import type { BulkRow } from '../../store/bulk/bulk-rows.ts';
import type { Found } from '../../store/bulk/staging.ts';
import { type Columns as StoredColumns, fromColumns } from '../../store/columns.ts';
import type { Columns } from '../column.ts';
import { kinds } from '../kinds.ts';
import type { Line } from '../parse-record.ts';
import { withTimeOfCount } from './counters.ts';
import { withEndOfActivation } from './ends.ts';
import { Known } from './known.ts';
import { licensesOfLines } from './licenses-of-lines.ts';
import { mapAccepted, type Resolve, singleMatch, toFound, valuesIn } from './resolving.ts';
import { rowOf } from './row-of.ts';

type Feature = Found<'license_features'>;

/** A feature of a license is identified by its license and its code. */
export const resolveLicenseFeatures: Resolve = async (resolving) => {
  const { lines, staging, refuse, now } = resolving;
  const ofLines = await licensesOfLines(resolving);
  const codeOf = (row: { product_id: number; code: string }) => `${row.product_id} ${row.code}`;
  const features = new Known(
    await staging.find('product_features', {
      product_id: [...new Set(ofLines.map(({ license }) => license.product_id))],
      code: valuesIn(lines, 'feature'),
    }),
    codeOf,
  );
  const pairs = mapAccepted(ofLines, ({ line, license }) => {
    const code = String(line.cells['feature'] ?? '');
    const rows = features.get(codeOf({ product_id: license.product_id, code }));
    const feature = singleMatch(resolving, line, { column: 'feature', rows });
    return feature && { line, license, feature };
  });
  const keyOf = (row: { license_id: number; product_feature_id: number }) =>
    `${row.license_id} ${row.product_feature_id}`;
  const known = new Known(
    await staging.find('license_features', {
      license_id: [...new Set(pairs.map(({ license }) => license.id))],
      product_feature_id: [...new Set(pairs.map(({ feature }) => feature.id))],
    }),
    keyOf,
  );

  return mapAccepted(pairs, ({ line, license, feature }) => {
    const keys = { license_id: license.id, product_feature_id: feature.id };
    const matches = known.get(keyOf(keys));
    const found = matches.find(({ staged }) => !staged);
    const read = withTimeOfCount(withEndOfActivation(line, 'expires_at', found), now);
    const terms = termsOf(read, found);
    const invalid = findInvalidFeatureTerm(terms, feature.feature_type as 'activation');
    if (invalid !== undefined) return refuse(line, invalid[0], `does not fit: ${invalid[1]}`);
    // A license that is in use has had its first activation.
    const start = { starts_at: license.starts_at === null ? null : new Date(license.starts_at) };
    const end = license.times_activated > 0 ? endOfFeature(terms, start, new Date(now)) : undefined;
    const ended = end && { ...read, cells: { ...read.cells, expires_at: end.getTime() } };
    const staged = rowOf(resolving, ended ?? read, {
      column: 'feature',
      matches,
      keys: ({ id }) => ({ id, ...keys }),
      defaults: { id: null, ...keys },
      changes: {},
    });
    if (staged !== undefined) known.add(toFound(staged.row));
    return staged;
  });
};

/** The terms that the feature would have: those of the line, else those that are stored, else the defaults. */
function termsOf({ cells }: Line, found: Feature | undefined): FeatureTerms {
  const defaults: Columns = kinds['license-features'];
  const stored: BulkRow = { ...found, staged: null };
  const terms = Object.keys(featureTermFields).map((name) => {
    const otherwise = found === undefined ? defaults[name]?.default : stored[name];
    return [name, Object.hasOwn(cells, name) ? cells[name] : (otherwise ?? null)];
  });
  return fromColumns(
    featureTermFields,
    Object.fromEntries(terms) as StoredColumns<typeof featureTermFields>,
  );
}
