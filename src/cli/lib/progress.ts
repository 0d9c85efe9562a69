import { Presets, SingleBar } from 'cli-progress';
import { type Context, say } from './context.ts';

/** Milliseconds between two lines of progress without a terminal. */
const LINE_INTERVAL = 5_000;

export interface Progress {
  /** Adds work that was done since the last call. */
  advance(by: number): void;
  /** Ends the progress. Call it after a failure too, so that the next message begins on a new line. */
  stop(): void;
}

/**
 * Shows the progress of a long task on stderr: a bar on a terminal, else a line every few seconds.
 * @param what the counted things in the plural, such as `licenses`
 * @param total how many there are
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
      // Ctrl-C simply ends the process: there is no handler, and the cursor is not hidden.
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
