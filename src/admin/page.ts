import { ApiError } from '../rules/errors.ts';
import { MOST_MATCHES, searchText, type SearchText } from '../store/search/search.ts';
import type { Page, PageRequest, Position } from '../store/pages.ts';

/** The default of the contract. */
const DEFAULT_LIMIT = 50;

/**
 * Reads the parameters of a page.
 * @throws ApiError validation_error for an unknown cursor, or a text that is too short
 */
export function pageOf(query: { limit?: number; cursor?: string; q?: string }): PageRequest {
  const { limit = DEFAULT_LIMIT, cursor, q } = query;
  return {
    limit,
    after: cursor === undefined ? undefined : parseCursor(cursor),
    text: q === undefined ? undefined : textOf(q),
  };
}

/** Reads a text to search for. @throws ApiError validation_error when it is too short */
export function textOf(q: string): SearchText {
  const text = searchText(q);
  if (text !== undefined) return text;
  throw new ApiError('validation_error', 'query.q must have at least 3 characters');
}

/** The response with a page of a list. @throws ApiError validation_error when too many items match the text */
export function presentPage<T, Item>(page: Page<T>, present: (one: T) => Item) {
  if (page.tooMany) {
    throw new ApiError(
      'validation_error',
      `query.q: more than ${MOST_MATCHES} items match; use a longer text`,
    );
  }
  return {
    items: page.items.map(present),
    total: page.total,
    next_cursor: page.next === undefined ? null : formatCursor(page.next),
  };
}

function formatCursor({ createdAt, id }: Position): string {
  return Buffer.from(`${createdAt}.${id}`).toString('base64url');
}

function parseCursor(cursor: string): Position {
  const [, createdAt, id] =
    /^(\d{1,16})\.(\d{1,16})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (createdAt === undefined || id === undefined) {
    throw new ApiError('validation_error', 'query.cursor is not a next_cursor of this server');
  }
  return { createdAt: Number(createdAt), id: Number(id) };
}
