import type { DestinationStream } from 'pino';
import pretty from 'pino-pretty';
import { plain } from './plain.ts';

/** Writes log lines for people. Control characters from outside are escaped. */
export function logStream(): DestinationStream {
  const lines = pretty({ ignore: 'pid,hostname', singleLine: true });
  return {
    write(line) {
      const record: unknown = JSON.parse(line, (name, value: unknown) =>
        typeof value === 'string' ? plainValue(name, value) : value,
      );
      lines.write(`${JSON.stringify(record)}\n`);
    },
  };
}

/** Keeps the line breaks of a stack: its lines are indented, so they cannot look like log lines. */
function plainValue(name: string, value: string): string {
  return name === 'stack' ? value.split('\n').map(plain).join('\n') : plain(value);
}
