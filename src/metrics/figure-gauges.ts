import { Gauge, type Registry } from 'prom-client';
import type { Figures } from './figures.ts';

/** Registers the gauges with values from the database. @returns a function that sets them; unknown ones stay unset */
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
    // A gauge without labels would be 0 before its value is known.
    registers: [],
  });
  const ending = new Gauge({
    name: 'latchkey_ending_licenses',
    help: 'Licenses that end within this number of days.',
    labelNames: ['days'],
    registers,
  });
  const keys = new Gauge({
    name: 'latchkey_key_used_since_timestamp_seconds',
    help: 'When the current key became active, by purpose.',
    labelNames: ['purpose'],
    registers,
  });
  const database = new Gauge({
    name: 'latchkey_database_answer_seconds',
    help: 'Response time of the database for a small query, once a minute.',
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
