import { type Kysely, type RawBuilder, sql } from 'kysely';
import { normalizeEmail } from '../../rules/license-user.ts';
import { isOnPostgres } from '../postgres/is-on-postgres.ts';
import { type SearchKind, toMatch, type Match, resultColumns } from './results.ts';
import type { Schema } from '../schema.ts';
import { beginnings, lowered, type Searched, searchTable, wordsOf } from './searched-columns.ts';

/** A list finds no more rows than this, which limits the time of a search. */
export const MOST_MATCHES = 10_000;
/** Characters. The indexes have parts of three. */
const SHORTEST = 3;

/** A text to search for. */
export interface SearchText {
  /** In lower case and without accents, to find parts of names. */
  readonly part: string;
  /** With ASCII letters in lower case, to find the beginning of keys. */
  readonly beginning: string;
}

/** @returns undefined when the text is too short */
export function searchText(given: string): SearchText | undefined {
  const text = given.replaceAll('\0', '').trim();
  const part = text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase();
  return Array.from(part).length < SHORTEST ? undefined : { part, beginning: normalizeEmail(text) };
}

type Query = RawBuilder<{ id: number }>;

/** A query for the ids of rows that contain the text: `MOST_MATCHES` + 1 at most. */
export function matchingIds(db: Kysely<Schema>, table: Searched, text: SearchText): Query {
  const isPostgres = isOnPostgres(db);
  const queries = (beginnings[table] ?? []).map((column) =>
    beginsWith(table, lowered(sql.ref(column), isPostgres), text),
  );
  const words = wordsOf(table, isPostgres);
  if (words !== undefined) {
    queries.push(
      isPostgres ? containsOnPostgres(table, words, text) : containsOnSqlite(table, text),
    );
  }
  const [only, ...others] = queries.map((query) => sql`select id from (${query}) as found`);
  return others.length === 0
    ? sql`${only}`
    : sql`${sql.join([only, ...others], sql` union `)} ${limit}`;
}

const limit = sql`limit ${sql.lit(MOST_MATCHES + 1)}`;

function beginsWith(table: Searched, value: RawBuilder<unknown>, { beginning }: SearchText): Query {
  return sql`select id from ${sql.table(table)}
    where ${value} >= ${beginning} and ${value} < ${`${beginning}\u{10FFFF}`} ${limit}`;
}

/** Newest first: newer rows have larger ids. */
function containsOnSqlite(table: Searched, { part }: SearchText): Query {
  const parts = sql.table(searchTable(table));
  const phrase = `"${part.replaceAll('"', '""')}"`;
  return sql`select rowid as id from ${parts} where ${parts} match ${phrase} order by rowid desc ${limit}`;
}

function containsOnPostgres(table: Searched, words: string, { part }: SearchText): Query {
  const text = sql.raw(words);
  return sql`select id from ${sql.table(table)}
    where latchkey_parts(${text}) @> latchkey_parts(${part}::text)
    and strpos(latchkey_plain(${text}), ${part}::text) > 0 ${limit}`;
}

/** The results of one kind. */
export interface Found {
  readonly matches: Match[];
  /** True when there are more results. */
  readonly more: boolean;
}

export function searchStore(db: Kysely<Schema>) {
  return {
    /** Finds the newest rows of one kind that contain the text. @param most the largest number of results */
    async find(kind: SearchKind, text: SearchText, most: number): Promise<Found> {
      const { table, columns } = resultColumns[kind];
      const { rows } = await sql<Parameters<typeof toMatch>[1]>`
        select id, ${sql.raw(columns)} from ${sql.table(table)}
        where id in (${matchingIds(db, table, text)})
        order by created_at desc, id desc limit ${sql.lit(most + 1)}`.execute(db);
      const matches = rows.slice(0, most).map((row) => toMatch(kind, row));
      return { matches, more: rows.length > most };
    },
  };
}
