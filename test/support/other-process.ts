import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { operations } from '../../generated/operations.ts';
import { databaseOf } from '../../src/config/config.ts';
import type { TestServer } from './start-server.ts';

/** Requests that another process carries out at once. */
export interface Run {
  readonly operationId: keyof typeof operations;
  readonly requests: readonly { readonly body?: object; readonly query?: object }[];
}

/** What an operation returned, or the code of its refusal. */
export interface Answer {
  readonly body?: Record<string, unknown>;
  readonly code?: string;
}

export interface OtherProcess {
  run(what: Run): Promise<Answer[]>;
  close(): Promise<void>;
}

/** Another process on the database of a server, which has the operations of the License API without HTTP. */
export async function startOtherProcess({ config }: TestServer): Promise<OtherProcess> {
  const program = new URL('operation-runner.ts', import.meta.url);
  const child = fork(program, [databaseOf(config), config.dataDir]);
  await once(child, 'message');
  return {
    async run(what) {
      const answered = once(child, 'message');
      child.send(what);
      const [answers] = (await answered) as [Answer[]];
      return answers;
    },
    async close() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
