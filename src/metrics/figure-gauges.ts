import { Gauge, type Registry } from 'prom-client';
import type { Figures } from './figures.ts';

/** The gauges of what the database knows. @returns what sets them; one that is not known yet has no value */
export function createFigureGauges(registry: Registry): (figures: Figures) => void {
  const registers = [registry];
  const seats = new Gauge({
    name: 'latchkey_seats',
    help: 'Seats of licenses that have a limit and are not disabled, by state: used, allowed.',
    labelNames: ['state'],
    registers,
  });
  const full = new Gauge({
    name: 'latchkey_full_licenses',
    help: 'Licenses that have a limit, are not disabled, and have no seat left.',
    // Without labels it would be 0 before it is known.
    registers: [],
  });
  const ending = new Gauge({
    name: 'latchkey_ending_licenses',
    help: 'Licenses that end within so many days.',
    labelNames: ['days'],
    registers,
  });
  const keys = new Gauge({
    name: 'latchkey_key_used_since_timestamp_seconds',
    help: 'When the key in use was put to use, by purpose.',
    labelNames: ['purpose'],
    registers,
  });
  const database = new Gauge({
    name: 'latchkey_database_answer_seconds',
    help: 'What the database took for its answer to a small question, once a minute.',
    registers: [],
  });

  return (figures) => {
    if (figures.seats !== undefined) {
      registry.registerMetric(full);
      seats.set({ state: 'used' }, figures.seats.used);
      seats.set({ state: 'allowed' }, figures.seats.allowed);
      full.set(figures.seats.full);
    }
    for (const [days, count] of figures.ending ?? []) ending.set({ days: String(days) }, count);
    for (const [purpose, since] of figures.keys ?? []) {
      keys.set({ purpose }, since.getTime() / 1_000);
    }
    if (figures.databaseSeconds !== undefined) {
      registry.registerMetric(database);
      database.set(figures.databaseSeconds);
    }
  };
}
