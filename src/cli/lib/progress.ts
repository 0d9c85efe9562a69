import { Presets, SingleBar } from 'cli-progress';
import { type Context, say } from './context.ts';

/** Milliseconds between two lines, where there is no terminal to draw a bar on. */
const LINE_INTERVAL = 5_000;

export interface Progress {
  /** Counts what was done since the last call. */
  advance(by: number): void;
  /** Always to be called, also after a failure: what is said next begins a line of its own. */
  stop(): void;
}

/**
 * Shows how far a long work is, on stderr: a bar on a terminal, else a line every few seconds.
 * @param what counted things in the plural, such as `licenses`
 * @param total how many there are in all
 */
export function startProgress(context: Context, what: string, total: number): Progress {
  return context.stderr.isTTY ? drawBar(context, what, total) : writeLines(context, what, total);
}

function drawBar({ stderr }: Context, what: string, total: number): Progress {
  const bar = new SingleBar(
    {
      stream: stderr,
      format: `{bar} {percentage}%  {value} of {total} ${what}  {eta_formatted} left`,
      formatValue: (value, _, type) =>
        ['value', 'total'].includes(type) ? grouped(value) : String(value),
      barsize: 24,
      // Ctrl-C ends the process, and nothing else: so there is no handler, and no cursor to give back.
      gracefulExit: false,
      hideCursor: false,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { advance: (by) => bar.increment(by), stop: () => bar.stop() };
}

function writeLines(context: Context, what: string, total: number): Progress {
  let done = 0;
  let next = Date.now() + LINE_INTERVAL;
  return {
    advance(by) {
      done += by;
      if (Date.now() < next) return;
      next = Date.now() + LINE_INTERVAL;
      const share = total === 0 ? 100 : Math.floor((done / total) * 100);
      say(context, `${grouped(done)} of ${grouped(total)} ${what} (${share} %)`);
    },
    stop: () => undefined,
  };
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}
