/** A thread of its own: SQLite copies without a pause, and whoever waits wants to see how far it is. */
import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';

const { file, target } = workerData as { file: string; target: string };
const database = new DatabaseSync(file, { timeout: 5_000 });
database.prepare('VACUUM INTO ?').run(target);
database.close();
