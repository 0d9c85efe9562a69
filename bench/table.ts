import { type Figure, tailOf, TAIL, type Target, type Unit } from './results.ts';
import type { Round } from './measure/rounds.ts';

/** The columns: heading, width, and what stands in it. */
const columns: readonly (readonly [string, number, (figure: Figure) => string])[] = [
  ['row', -9, ({ row }) => row],
  ['work', -46, ({ work }) => work],
  ['value', 12, ({ value, unit }) => (value === null ? '–' : `${amount(value)} ${UNITS[unit]}`)],
  ['target', 9, ({ target }) => targetOf(target)],
  ['', -8, (figure) => verdictOf(figure)],
  ['p99', 6, (figure) => tail(figure)],
  ['ours/s', 7, ({ ours }) => perSecond(ours)],
  ['µs main/all', 11, ({ ours }) => cpu(ours)],
  ['theirs/s', 8, ({ theirs }) => perSecond(theirs)],
  ['µs main/all', 11, ({ theirs }) => cpu(theirs)],
];

const UNITS: Readonly<Record<Unit, string>> = {
  times: '×',
  ms: 'ms',
  MB: 'MB',
  'round trips': 'trips',
};

/** The heading of the table, and what its columns mean. */
export function tableHead(): string {
  return [
    'value: the median of the rounds; p99: how many medians 99 of 100 requests take at most',
    'µs: CPU time of a request, of the thread that runs JavaScript and of all threads',
    '',
    columns.map(([heading, width]) => pad(heading, width)).join('  '),
  ].join('\n');
}

/** The line of a figure, and its note. */
export function tableLine(figure: Figure): string {
  const line = columns.map(([, width, cell]) => pad(cell(figure), width)).join('  ');
  return figure.note === undefined ? line : `${line}\n${' '.repeat(11)}${figure.note}`;
}

function verdictOf({ reached }: Figure): string {
  if (reached === null) return 'skipped';
  return reached ? 'reached' : 'missed';
}

function targetOf(target: Target): string {
  return 'least' in target ? `≥ ${target.least}` : `≤ ${target.most}`;
}

function tail(figure: Figure): string {
  const times = tailOf(figure);
  return times === null ? '' : `${times.toFixed(1)}${times > TAIL ? '!' : ''}`;
}

const perSecond = (round?: Round) => (round === undefined ? '' : round.perSecond.toFixed(0));
const cpu = (round?: Round) =>
  round === undefined ? '' : `${round.mainMicros.toFixed(0)}/${round.allMicros.toFixed(0)}`;

function amount(value: number): string {
  return value < 20 ? value.toFixed(2) : value.toFixed(0);
}

/** @param width negative to align to the left */
function pad(text: string, width: number): string {
  return width < 0 ? text.padEnd(-width) : text.padStart(width);
}
