import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { createWorld } from '../contract/world.ts';
import { http } from '../support/http.ts';
import { readMetrics } from '../support/metrics.ts';

const page = readFileSync('docs/pages/operations.md', 'utf8');

describe('the page on operations', () => {
  it('names every metric of ours, and no other', async () => {
    const { server } = await createWorld();
    await readMetrics(server);
    const { text } = await http(`${server.url}/metrics`);
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

  it('has rules that Prometheus can read', () => {
    const blocks = [...page.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(
      ([, text = '']) => parse(text) as { groups?: { rules: { alert: string; expr: string }[] }[] },
    );
    const rules = blocks.flatMap(({ groups = [] }) => groups.flatMap((group) => group.rules));
    expect(rules.length).toBeGreaterThan(3);
    for (const { expr } of rules) {
      expect(expr).toMatch(/latchkey_\w+/);
      expect(expr.replaceAll(/[^(]/g, '')).toHaveLength(expr.replaceAll(/[^)]/g, '').length);
    }
  });

  it('names every outcome of a sign-in', () => {
    const source = readFileSync('src/sign-in/note-sign-in.ts', 'utf8');
    const outcomes = [...source.matchAll(/^ {2}\| '(\w+)'/gm)].map(([, name]) => name);
    const rows = [...page.matchAll(/^\| `(\w+)` +\| \w/gm)].map(([, name]) => name);
    expect(outcomes).toHaveLength(4);
    expect(rows).toEqual(expect.arrayContaining(outcomes));
    // All others are causes, which have a table of their own.
    expect(source).toMatch(/^ {2}\| SignInCause;/m);
    expect(page).toContain('identity-providers.html#why-a-sign-in-was-refused');
  });
});
