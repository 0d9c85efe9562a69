import type { components } from '../../../generated/openapi.d.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { type Match, type SearchKind, resultColumns } from '../../store/search/results.ts';
import { textOf } from '../page.ts';

/** The default number of results of each kind, as in the contract. */
const DEFAULT_LIMIT = 10;

/** The kinds are searched one after the other, so that a slow search does not take all connections to the database. */
export const getMatches: AdminOperation<'getMatches'> = async ({ store }, { query }) => {
  const text = textOf(query.q);
  const { limit = DEFAULT_LIMIT } = query;
  const kinds =
    query.kind === undefined ? (Object.keys(resultColumns) as SearchKind[]) : [query.kind];
  const items: components['schemas']['SearchMatch'][] = [];
  const more: SearchKind[] = [];
  for (const kind of kinds) {
    const found = await store.search.find(kind, text, limit);
    items.push(...found.matches.map(presentMatch));
    if (found.more) more.push(kind);
  }
  return { status: 200, body: { items, more } };
};

function presentMatch(match: Match): components['schemas']['SearchMatch'] {
  return {
    kind: match.kind,
    id: match.id,
    name: match.name,
    description: match.description,
    license_id: match.licenseId,
  };
}
