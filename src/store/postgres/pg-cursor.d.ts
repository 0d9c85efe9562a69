declare module 'pg-cursor' {
  import type { PostgresCursorConstructor } from 'kysely';

  const Cursor: PostgresCursorConstructor;
  // eslint-disable-next-line no-restricted-syntax -- not ours to choose
  export default Cursor;
}
