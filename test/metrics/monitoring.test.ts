import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { statusOf } from '../../src/rules/errors.ts';
import { signInCauses } from '../../src/rules/sign-in-causes.ts';
import { createWorld, newKeyLicense, newPerson, type World } from '../contract/world.ts';
import { declaredOperations } from '../support/contract.ts';
import { dialect } from '../support/database.ts';
import { readAllMetrics, readMetrics } from '../support/metrics.ts';
import { signInWithPassword } from '../support/sign-in.ts';

/** What Prometheus knows by itself. */
const OWN_METRICS = ['up'];
const OWN_LABELS = ['instance', 'job', 'le'];
/** There are none where the database is a file. */
const ON_POSTGRES = 'latchkey_database_connections';

interface Query {
  readonly name: string;
  readonly expr: string;
  readonly legend: string;
}

const dashboard = JSON.parse(readFileSync('packaging/grafana-dashboard.json', 'utf8')) as {
  panels: { title: string; targets?: { expr: string; legendFormat: string }[] }[];
};
const alerts = parse(readFileSync('packaging/alerts.yaml', 'utf8')) as {
  groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
};
const queries: Query[] = [
  ...dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, legendFormat: legend }) => ({ name: title, expr, legend })),
  ),
  ...alerts.groups.flatMap(({ rules }) =>
    rules.map(({ alert: name, expr, annotations }) => ({
      name,
      expr,
      legend: annotations.summary.replaceAll('$labels.', ''),
    })),
  ),
];

/** The metrics that a query names, each with what it asks of labels. */
function selectorsOf(expr: string): { metric: string; matchers: [string, string, string][] }[] {
  const named = expr.matchAll(/\b(up|(?:latchkey|process|nodejs)_\w+)(?:\{([^}]*)\})?/g);
  return [...named].map(([, metric = '', selector = '']) => ({
    metric,
    matchers: [...selector.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)].map(
      ([, label = '', operator = '', value = '']) => [label, operator, value],
    ),
  }));
}

/** Labels that a query sums by, or shows. */
function labelsOf({ expr, legend }: Query): string[] {
  const by = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/, */));
  const shown = [...legend.matchAll(/\{\{ ?(\w+) ?\}\}/g)].map(([, label = '']) => label);
  return [...by, ...shown];
}

let world: World;
/** By metric: its labels, each with its values. */
let known: Map<string, Map<string, Set<string>>>;
beforeAll(async () => {
  world = await createWorld();
  const { fields } = await newKeyLicense(world, { max_activations: 1 });
  await world.client.call('activateLicense', { body: { ...fields, hardware_id: 'a' } });
  const query = { product: world.product.code, customer_account_code: world.account.code };
  const { body } = await world.client.call<{ url: string }>('getSsoUrl', { query });
  await signInWithPassword(world.server, body.url, await newPerson(world));

  const { samples } = await readAllMetrics(world.server);
  known = new Map();
  for (const sample of samples.keys()) {
    const [metric = '', labels = ''] = sample.split('{');
    const values = known.get(metric) ?? new Map<string, Set<string>>();
    known.set(metric, values);
    for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="([^"]*)"/g)) {
      values.set(label, (values.get(label) ?? new Set()).add(value));
    }
  }
});
afterAll(() => world.server.close());

const knownHere = (metric: string) =>
  !OWN_METRICS.includes(metric) && (dialect() === 'postgres' || metric !== ON_POSTGRES);

/** Values that come with what happens: those that there can be. */
const possible: Record<string, readonly string[]> = {
  operation: declaredOperations.map(({ operationId }) => operationId),
  code: ['', ...Object.keys(statusOf)],
  outcome: [
    'signed_in',
    'cancelled',
    'wrong_password',
    'too_many_requests',
    ...Object.keys(signInCauses),
  ],
};

describe('the dashboard and the alerts', () => {
  it('contain queries', () => {
    expect(queries.length).toBeGreaterThan(30);
    for (const { name, expr } of queries) {
      expect([name, selectorsOf(expr)]).not.toEqual([name, []]);
      expect(expr.replaceAll(/[^(]/g, '')).toHaveLength(expr.replaceAll(/[^)]/g, '').length);
    }
  });

  it.each(queries)('use only metrics and labels of a server: $name', (query) => {
    const selectors = selectorsOf(query.expr).filter(({ metric }) => knownHere(metric));
    const labels = selectors.flatMap(({ metric }) => [...(known.get(metric)?.keys() ?? [])]);
    for (const { metric, matchers } of selectors) {
      expect([...known.keys()]).toContain(metric);
      for (const [label] of matchers) {
        expect([...OWN_LABELS, ...(known.get(metric)?.keys() ?? [])]).toContain(label);
      }
    }
    if (selectors.length === 0) return;
    for (const label of labelsOf(query)) {
      if (label !== 'value') expect([...OWN_LABELS, ...labels]).toContain(label);
    }
  });

  it.each(queries)('use only possible label values: $name', ({ expr }) => {
    for (const { metric, matchers } of selectorsOf(expr).filter((one) => knownHere(one.metric))) {
      for (const [label, , value] of matchers) {
        if (OWN_LABELS.includes(label) || label === 'status') continue;
        const values = possible[label] ?? [...(known.get(metric)?.get(label) ?? [])];
        expect(values).toEqual(expect.arrayContaining(value.split('|')));
      }
    }
  });
});

describe('the gauges', () => {
  const read = async (name: string) => (await readMetrics(world.server)).get(name);

  it('contain release and kind of database', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const labels = `version="${version}",node="${process.versions.node}",database="${dialect()}"`;
    expect(await read(`latchkey_build_info{${labels}}`)).toBe(1);
  });

  it('contain seats, full and ending licenses, cached for one or fifteen minutes', async () => {
    const figures = async () => ({
      used: await read('latchkey_seats{state="used"}'),
      allowed: await read('latchkey_seats{state="allowed"}'),
      full: await read('latchkey_full_licenses'),
      week: await read('latchkey_ending_licenses{days="7"}'),
      month: await read('latchkey_ending_licenses{days="30"}'),
    });
    const before = await figures();
    const soon = new Date(world.server.clock.now().getTime() + 10 * 86_400_000);
    const terms = { max_activations: 3, valid_until: soon, license_type: 'time-limited' } as const;
    const { fields } = await newKeyLicense(world, terms);
    for (const hardware_id of ['a', 'b', 'c']) {
      const { status } = await world.client.call('activateLicense', {
        body: { ...fields, hardware_id },
      });
      expect(status).toBe(200);
    }
    await newKeyLicense(world, { max_activations: 50, enabled: false });
    await newKeyLicense(world, { max_activations: null });

    expect(await figures()).toEqual(before);
    world.server.clock.advance(61_000);
    await figures();
    await untilChanged(figures, before);
    const after = { ...before, month: Number(before.month) + 1 };
    expect(await figures()).toEqual(after);
    world.server.clock.advance(15 * 60_000);
    await untilChanged(figures, after);
    expect(await figures()).toEqual({
      ...after,
      used: Number(before.used) + 3,
      allowed: Number(before.allowed) + 3,
      full: Number(before.full) + 1,
    });
  });

  it('contain the time since which each key is used', async () => {
    for (const purpose of ['response', 'openid', 'cookies', 'binding']) {
      const since = await read(`latchkey_key_used_since_timestamp_seconds{purpose="${purpose}"}`);
      expect(Number(since)).toBeGreaterThan(1_600_000_000);
      expect(Number(since)).toBeLessThan(world.server.clock.now().getTime() / 1_000);
    }
  });
});

/** What was found anew comes with a later look: nobody waits for it. */
async function untilChanged<T extends object>(look: () => Promise<T>, before: T): Promise<void> {
  while (JSON.stringify(await look()) === JSON.stringify(before)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
