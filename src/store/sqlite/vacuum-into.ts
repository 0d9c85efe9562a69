/** A worker thread: SQLite copies in one blocking call, and the main thread shows the progress meanwhile. */
import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';

const { file, target } = workerData as { file: string; target: string };
const database = new DatabaseSync(file, { timeout: 5_000 });
database.prepare('VACUUM INTO ?').run(target);
database.close();
