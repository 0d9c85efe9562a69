import type { Column } from '../../src/bulk/column.ts';
import type { KindName } from '../../src/bulk/kind-names.ts';
import { kinds } from '../../src/bulk/kinds.ts';
import { meaningOf } from './column-meanings.ts';
import { sentence } from './prose.ts';

/** A table of the columns of a kind of file: their meaning, their values, and the value of a missing column. */
export function renderColumns(kind: KindName): string {
  const columns: Record<string, Column> = kinds[kind];
  const rows = Object.entries(columns).map(
    ([name, column]) =>
      `| \`${name}\` | ${sentence(meaningOf(kind, name))} ${sentence(mustOf(column))} | ${leftOut(column)} |`,
  );
  return ['| Column | Meaning and values | If missing |', '| --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function mustOf({ type, none }: Column): string {
  return none === undefined ? type.requirement : `${type.requirement}, or \`${none}\``;
}

/** The value of a new row when the file does not have the column. */
function leftOut({ type, nullable, none, default: otherwise, generated: made }: Column): string {
  if (made === 'now') return 'the time of the import';
  if (made === 'uuid') return 'a new ID';
  if (otherwise === undefined) return nullable === true ? 'none' : 'required';
  if (otherwise === null && none !== undefined) return `\`${none}\``;
  if (otherwise === null) return nullable === true ? 'none' : 'a new one';
  const value = type.present(otherwise);
  if (value === '') return 'empty';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
