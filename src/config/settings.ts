/** The environment variables of the server, besides `PORT`, `NODE_ENV` and those of OpenTelemetry. */
export const settings = [
  'LATCHKEY_ACCENT_COLOR',
  'LATCHKEY_AUDIT_RETENTION',
  'LATCHKEY_DATABASE_POOL',
  'LATCHKEY_DATABASE_URL',
  'LATCHKEY_DATA_DIR',
  'LATCHKEY_DEMO',
  'LATCHKEY_HOST',
  'LATCHKEY_KEEP_ALIVE',
  'LATCHKEY_KEY_MAX_AGE',
  'LATCHKEY_LINK_LIFETIME',
  'LATCHKEY_LOGO',
  'LATCHKEY_LOG_LEVEL',
  'LATCHKEY_MAX_UPLOAD',
  'LATCHKEY_METRICS_TOKEN',
  'LATCHKEY_OFFLINE_MAX_AGE',
  'LATCHKEY_OFFLINE_SCHEMA',
  'LATCHKEY_PRIVATE_PROVIDERS',
  'LATCHKEY_PUBLIC_URL',
  'LATCHKEY_RATE_LIMITS',
  'LATCHKEY_REQUIRE_OAUTH',
  'LATCHKEY_SECRET_KEY',
  'LATCHKEY_SUPPORT_CONTACT',
  'LATCHKEY_TEXTS',
  'LATCHKEY_TIME_ZONE',
  'LATCHKEY_TRUSTED_PROXIES',
  'LATCHKEY_VENDOR_NAME',
] as const;

export type Setting = (typeof settings)[number];

/** Variables of the command line and the example application. */
const clientSettings = [
  ...['LATCHKEY_URL', 'LATCHKEY_ADMIN_TOKEN', 'LATCHKEY_API_KEY', 'LATCHKEY_SHARED_KEY'],
];

/** The variables that Kubernetes sets in every container when the name of a service begins with `latchkey`. */
const KUBERNETES_VARIABLES = [
  /_SERVICE_(HOST$|PORT(_|$))/,
  /_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/,
];
const ADDRESS_OF_KUBERNETES = /^(tcp|udp|sctp):\/\//;

/** The maximum edit distance of a suggestion. */
const MAX_DISTANCE = 6;

/**
 * Finds unknown `LATCHKEY_` variables. They are probably misspelt, so an intended protection would be missing.
 * @returns a fault for each, with a suggestion
 */
export function unknownSettings(env: Record<string, string | undefined>): string[] {
  const known: readonly string[] = [...settings, ...clientSettings];
  return Object.entries(env)
    .filter(([name, value]) => name.startsWith('LATCHKEY_') && (value ?? '') !== '')
    .filter(([name, value]) => !known.includes(name) && !isOfKubernetes(name, value ?? ''))
    .map(([name]) => {
      const suggestion = nearest(name, known);
      const advice =
        suggestion === undefined ? 'see the page "Configuration"' : `did you mean ${suggestion}?`;
      return `${name} is not a setting of Latchkey; ${advice}`;
    });
}

function isOfKubernetes(name: string, value: string): boolean {
  return (
    KUBERNETES_VARIABLES.some((pattern) => pattern.test(name)) ||
    (name.endsWith('_PORT') && ADDRESS_OF_KUBERNETES.test(value))
  );
}

function nearest(name: string, known: readonly string[]): string | undefined {
  if (name === 'LATCHKEY_PORT') return 'PORT';
  const distances = known.map((one) => ({ one, letters: distance(name, one) }));
  const [best] = distances.sort((a, b) => a.letters - b.letters);
  return best !== undefined && best.letters <= MAX_DISTANCE ? best.one : undefined;
}

/** The Levenshtein distance. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let index = 0; index < from.length; index += 1) {
    const next = [index + 1];
    for (let place = 0; place < to.length; place += 1) {
      const change = (row[place] ?? 0) + (from[index] === to[place] ? 0 : 1);
      next.push(Math.min((row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1, change));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
