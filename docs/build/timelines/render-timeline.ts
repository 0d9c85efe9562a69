import { escapeHtml } from '../html.ts';

/** What the server responds during some time. */
export interface Response {
  readonly text: string;
  /** `part`: it responds, and something is limited. */
  readonly kind: 'yes' | 'part' | 'no';
}

/** The responses to one request, from the beginning to the end of a timeline. */
export interface Lane {
  readonly name: string;
  readonly respond: (now: Date) => Response;
}

/** What happens to a license over some time, and what the server responds meanwhile. */
export interface Timeline {
  readonly caption: string;
  readonly from: Date;
  readonly to: Date;
  readonly events: readonly { readonly at: Date; readonly text: string }[];
  readonly lanes: readonly Lane[];
}

interface Segment extends Response {
  readonly from: Date;
  readonly to: Date;
}

/** Responses change at a full hour here, or a millisecond after it. */
const STEP = 3_600_000;
const WIDTH = 760;
const EVENT_HEIGHT = 22;
const LANE_HEIGHT = 58;
const BAR_HEIGHT = 30;
/** The width of a character of the labels, in the units of the picture. */
const CHARACTER = 7.2;

/**
 * Draws a timeline as inline SVG, with the same as a table for screen readers and phones. Its colours are in style.css.
 * @throws Error when a text does not fit
 */
export function renderTimeline(timeline: Timeline): string {
  const { caption, events } = timeline;
  const top = events.length * EVENT_HEIGHT + 8;
  const height = top + timeline.lanes.length * LANE_HEIGHT;
  const place = placeOn(timeline);
  const lanes = timeline.lanes.map((lane) => ({ ...lane, segments: segmentsOf(lane, timeline) }));
  const svg = [
    `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(caption)}">`,
    ...events.map((event, index) => drawEvent(event, index, { place, height })),
    ...lanes.map(({ name, segments }, index) =>
      drawLane(name, segments, { place, y: top + index * LANE_HEIGHT }),
    ),
    '</svg>',
  ].join('');
  const rows = lanes.flatMap(({ name, segments }) =>
    segments.map(
      ({ from, to, text }) =>
        `<tr><td>${escapeHtml(name)}</td><td>${dayOf(from)}</td><td>${dayOf(to)}</td><td>${escapeHtml(text)}</td></tr>`,
    ),
  );
  const happens = events.map(({ at, text }) => `<li>${dayOf(at)}: ${escapeHtml(text)}</li>`);
  return [
    '<figure class="diagram timeline">',
    `<div class="scroll" tabindex="0" role="group" aria-label="${escapeHtml(caption)}">${svg}</div>`,
    `<figcaption>${escapeHtml(caption)}`,
    '<details><summary>The same as a table</summary>',
    `<ul>${happens.join('')}</ul>`,
    '<table><thead><tr><th>Request</th><th>From</th><th>Until</th><th>Response</th></tr></thead>',
    `<tbody>${rows.join('')}</tbody></table>`,
    '</details>',
    '</figcaption>',
    '</figure>',
  ].join('\n');
}

/** The times during which a request has the same response. */
export function segmentsOf({ respond }: Lane, { from, to }: Timeline): Segment[] {
  const segments: Segment[] = [];
  for (let time = from.getTime(); time < to.getTime(); time += STEP) {
    // A limit is part of what it limits: what follows it begins a millisecond later.
    const response = respond(new Date(time + 1));
    const last = segments.at(-1);
    const next = new Date(Math.min(time + STEP, to.getTime()));
    if (last?.text === response.text) segments[segments.length - 1] = { ...last, to: next };
    else segments.push({ ...response, from: new Date(time), to: next });
  }
  return segments;
}

function placeOn({ from, to }: Timeline): (time: Date) => number {
  const length = to.getTime() - from.getTime();
  return (time) => Math.round(((time.getTime() - from.getTime()) / length) * WIDTH);
}

function drawEvent(
  { at, text }: Timeline['events'][number],
  index: number,
  { place, height }: { place: (time: Date) => number; height: number },
): string {
  const x = place(at);
  const y = index * EVENT_HEIGHT + 14;
  const width = text.length * CHARACTER;
  // The label of a late event stands before its line.
  const before = x + width + 6 > WIDTH;
  const anchor = before ? `x="${x - 6}" text-anchor="end"` : `x="${x + 6}"`;
  return [
    `<line class="event" x1="${x}" x2="${x}" y1="${y - 10}" y2="${height}"/>`,
    `<text class="event" ${anchor} y="${y}">${escapeHtml(text)}</text>`,
  ].join('');
}

function drawLane(
  name: string,
  segments: readonly Segment[],
  { place, y }: { place: (time: Date) => number; y: number },
): string {
  const bars = segments.map(({ from, to, text, kind }) => {
    const x = place(from);
    const width = place(to) - x;
    if (text.length * CHARACTER > width) throw new Error(`There is no room for "${text}"`);
    return [
      `<rect class="${kind}" x="${x + 1}" y="${y + 20}" width="${width - 2}" height="${BAR_HEIGHT}" rx="6"/>`,
      `<text x="${x + width / 2}" y="${y + 20 + BAR_HEIGHT / 2 + 4}" text-anchor="middle">${escapeHtml(text)}</text>`,
    ].join('');
  });
  return `<text class="lane" x="1" y="${y + 13}">${escapeHtml(name)}</text>${bars.join('')}`;
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
