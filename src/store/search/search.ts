import { type Kysely, type RawBuilder, sql } from 'kysely';
import { normalizeEmail } from '../../rules/license-user.ts';
import { isOnPostgres } from '../postgres/is-on-postgres.ts';
import { type SearchKind, toMatch, type Match, shown } from './results.ts';
import type { Schema } from '../schema.ts';
import { beginnings, type Searched, searchTable, wordsOf } from './searched-columns.ts';

/** Of one kind; whoever finds more has to say more. It bounds the time that a search takes. */
export const MOST_MATCHES = 10_000;
/** Characters: what is shorter is in no index of parts. */
const SHORTEST = 3;

/** A text as it is looked for. */
export interface SearchText {
  /** Without capitals and accents: the part of a name. */
  readonly part: string;
  /** Without the capitals of ASCII: the beginning of a key. */
  readonly beginning: string;
}

/** @returns undefined where it is too short */
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

/** The ids of the rows of a table that have the text in them, as a query: one more than `MOST_MATCHES` at most. */
export function matchingIds(db: Kysely<Schema>, table: Searched, text: SearchText): Query {
  const isPostgres = isOnPostgres(db);
  const queries = (beginnings[table] ?? []).map((column) =>
    beginsWith(
      table,
      isPostgres ? sql`lower(${sql.ref(column)} collate "C")` : sql`lower(${sql.ref(column)})`,
      text,
    ),
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

/** The newest first: ids are given in order of time. */
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

/** What a search found of one kind of thing. */
export interface Found {
  readonly matches: Match[];
  /** Whether there is more of it. */
  readonly more: boolean;
}

export function searchStore(db: Kysely<Schema>) {
  return {
    /** The newest things of one kind that have the text in them. @param most how many at most */
    async find(kind: SearchKind, text: SearchText, most: number): Promise<Found> {
      const { table, columns } = shown[kind];
      const { rows } = await sql<Parameters<typeof toMatch>[1]>`
        select id, ${sql.raw(columns)} from ${sql.table(table)}
        where id in (${matchingIds(db, table, text)})
        order by created_at desc, id desc limit ${sql.lit(most + 1)}`.execute(db);
      const matches = rows.slice(0, most).map((row) => toMatch(kind, row));
      return { matches, more: rows.length > most };
    },
  };
}
