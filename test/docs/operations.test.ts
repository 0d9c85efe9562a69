import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createWorld } from '../contract/world.ts';
import { readAllMetrics } from '../support/metrics.ts';

const page = readFileSync('docs/pages/operations.md', 'utf8');

describe('the page on operations', () => {
  it('names all metrics of Latchkey, and no others', async () => {
    const { server } = await createWorld();
    const { text } = await readAllMetrics(server);
    await server.close();
    const served = [...text.matchAll(/^# TYPE (latchkey_\w+)/gm)].map(([, name]) => name);
    const rows = [...page.matchAll(/^\| `(latchkey_\w+)`/gm)].map(([, name]) => name);
    // SQLite has no connections.
    expect(rows.filter((name) => name !== 'latchkey_database_connections').sort()).toEqual(
      served.sort(),
    );
    const used = [...page.matchAll(/latchkey_\w+/g)].map(([name]) => name.replace(/_bucket$/, ''));
    for (const name of used) expect(rows).toContain(name);
  });

  it('names only files that exist', () => {
    for (const file of ['grafana-dashboard.json', 'alerts.yaml']) {
      expect(page).toContain(`\`${file}\``);
      expect(existsSync(`packaging/${file}`)).toBe(true);
    }
  });

  it('names every outcome of a sign-in', () => {
    const source = readFileSync('src/observability/note-sign-in.ts', 'utf8');
    const outcomes = [...source.matchAll(/^ {2}\| '(\w+)'/gm)].map(([, name]) => name);
    const rows = [...page.matchAll(/^\| `(\w+)` +\| \w/gm)].map(([, name]) => name);
    expect(outcomes).toHaveLength(4);
    expect(rows).toEqual(expect.arrayContaining(outcomes));
    // All others are causes, which have a table of their own.
    expect(source).toMatch(/^ {2}\| SignInCause;/m);
    expect(page).toContain('identity-providers.html#why-a-sign-in-was-refused');
  });
});
