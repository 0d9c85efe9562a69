import { setTimeout } from 'node:timers/promises';
import { dialect } from './database.ts';

/** Waits until all servers know that settled rows have changed: in PostgreSQL, others look for it twice a second. */
export async function untilKnownEverywhere(): Promise<void> {
  if (dialect() === 'postgres') await setTimeout(600);
}
