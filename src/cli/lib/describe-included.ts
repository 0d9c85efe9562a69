import type { Included } from '../../store/bulk/bulk-rows.ts';

/** The other records that rows include, as the rest of a sentence. It is empty when there are none. */
export function describeIncluded(included: Included, adjective = ''): string {
  return Object.entries(included)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => ` and ${count} ${adjective}${name.replace('_', ' ')}`)
    .join('');
}
