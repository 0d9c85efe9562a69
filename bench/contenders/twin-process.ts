/** The twin as a process of its own: `node bench/contenders/twin-process.ts`, with the settings of a server on SQLite. */
import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import pino from 'pino';
import { databaseOf, loadConfig } from '../../src/config/config.ts';
import { openKeyRing } from '../../src/keys/key-ring.ts';
import { sealingOf } from '../../src/keys/secret-key-file.ts';
import { openStore } from '../../src/store/store.ts';
import { createTwin } from '../twin.ts';

const config = loadConfig(process.env);
const clock = () => new Date();
const sealing = sealingOf(config);
const store = await openStore(databaseOf(config), { sealing });
const { current } = await openKeyRing({ store, clock, config, log: pino({ level: 'silent' }) });
await store.close();
const database = new DatabaseSync(databaseOf(config), { readOnly: true });
const twin = createTwin({
  database,
  sealing,
  responseKey: current.response,
  bindingKey: current.binding[0],
  publicUrl: config.publicUrl,
  clock,
});
createServer(twin).listen(config.port, '127.0.0.1');
