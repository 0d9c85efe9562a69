import type { DestinationStream } from 'pino';
import pretty from 'pino-pretty';
import { plain } from './plain.ts';

/** Log lines for people on a terminal. What they say of others steers nothing there. */
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

/** A stack has lines, and is shown further to the right than what begins a record. */
function plainValue(name: string, value: string): string {
  return name === 'stack' ? value.split('\n').map(plain).join('\n') : plain(value);
}
