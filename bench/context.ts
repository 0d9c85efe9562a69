import { availableParallelism } from 'node:os';
import { startLatchkey, startTwin, type Server } from './contenders/server.ts';
import { createInstallation, type Installation, type Size } from './installation.ts';
import type { Generator } from './measure/load.ts';
import type { Plan } from './measure/rounds.ts';

/** What rows measure with. Installations and servers are made once, and are there until the end. */
export interface Context {
  readonly quick: boolean;
  readonly plan: Plan;
  readonly generate: Generator;
  /** A database on SQLite that nothing is written to but by Latchkey itself. */
  readonly installation: () => Promise<Installation>;
  readonly latchkey: () => Promise<Server>;
  readonly twin: () => Promise<Server>;
  /** Does something at the end, in the reverse order. */
  atEnd(work: () => Promise<unknown>): void;
  close(): Promise<void>;
}

const FULL: Plan = { rounds: 5, seconds: 4, warmUp: 3 };
const QUICK: Plan = { rounds: 3, seconds: 0.5, warmUp: 0.5 };

/** The devices of an installation: more than are checked in all rounds. */
function sizeOf(quick: boolean): Size {
  const devices = (quick ? 20_000 : 150_000) * availableParallelism();
  return { licenses: devices, devices };
}

export function createContext(quick: boolean, generate: Generator): Context {
  const ends: (() => Promise<unknown>)[] = [];
  const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
    let made: Promise<T> | undefined;
    return () => (made ??= make());
  };
  const context: Context = {
    quick,
    plan: quick ? QUICK : FULL,
    generate,
    installation: once(async () => {
      const installation = await createInstallation(sizeOf(quick));
      context.atEnd(installation.remove);
      return installation;
    }),
    latchkey: once(async () => {
      const server = await startLatchkey(await context.installation());
      context.atEnd(server.stop);
      return server;
    }),
    twin: once(async () => {
      // The server is first: it makes the keys.
      await context.latchkey();
      const server = await startTwin(await context.installation());
      context.atEnd(server.stop);
      return server;
    }),
    atEnd: (work) => void ends.push(work),
    async close() {
      for (const end of ends.splice(0).reverse()) await end();
    },
  };
  return context;
}
