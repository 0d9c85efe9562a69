/** The values of libpq's sslmode (PostgreSQL, 34.19.4). */
const TLS_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
type TlsMode = (typeof TLS_MODES)[number];

/** Limits of Latchkey that the URL can override. */
const LIMITS = [
  'lock_timeout',
  'statement_timeout',
  'idle_in_transaction_session_timeout',
] as const;
export type Limit = (typeof LIMITS)[number];

/** Parameters of libpq that are accepted and ignored. */
const IGNORED = [
  ...['keepalives', 'keepalives_idle', 'keepalives_interval', 'keepalives_count', 'gssencmode'],
  ...['sslcompression', 'sslsni', 'tcp_user_timeout', 'fallback_application_name'],
  ...['client_encoding', 'load_balance_hosts', 'uselibpqcompat'],
];
const KNOWN = [
  ...['host', 'port', 'user', 'password', 'dbname', 'connect_timeout', 'target_session_attrs'],
  ...['sslmode', 'ssl', 'sslrootcert', 'sslcert', 'sslkey', 'sslpassword', 'sslnegotiation'],
  ...['channel_binding', 'application_name', 'options', ...LIMITS, ...IGNORED],
];

/** A URL of PostgreSQL with libpq's meaning (34.1.1.2). For undefined values the environment or a default applies. */
export interface PostgresUrl {
  /** In the order in which they are tried. A path is the directory of a Unix socket. */
  readonly hosts: readonly {
    readonly host: string | undefined;
    readonly port: number | undefined;
  }[];
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly database: string;
  readonly tls: TlsMode;
  /** Paths of PEM files. `rootCert` may be `system`. */
  readonly rootCert: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly keyPassword: string | undefined;
  readonly negotiation: 'postgres' | 'direct';
  readonly channelBinding: boolean;
  /** True to skip read-only servers. */
  readonly writable: boolean;
  /** Milliseconds for each host. */
  readonly connectTimeout: number | undefined;
  readonly applicationName: string | undefined;
  readonly options: string | undefined;
  readonly limits: Partial<Record<Limit, string>>;
}

/** A fault of a URL. The message does not contain the password. */
export class PostgresUrlError extends Error {
  override readonly name = 'PostgresUrlError';
}

const FORM = /^postgres(?:ql)?:\/\/(?:([^@/?#]*)@)?([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/i;

/** True when a database is a URL of PostgreSQL and not a file. */
export function isPostgres(database: string): boolean {
  return /^postgres(ql)?:\/\//i.test(database);
}

/** @throws PostgresUrlError */
export function parsePostgresUrl(url: string): PostgresUrl {
  const [, userInfo = '', places = '', path = '', query = ''] = FORM.exec(url) ?? fail(FORM_HINT);
  const given = parametersOf(query);
  const value = (name: string) => (given.get(name) === '' ? undefined : given.get(name));
  const [user = '', ...rest] = userInfo.split(':');
  const database = value('dbname') ?? decode(path);
  if (database === '') fail('names no database: it ends like /latchkey');
  const rootCert = value('sslrootcert');
  return {
    hosts: hostsOf(places, value('host'), value('port')),
    user: value('user') ?? (decode(user) || undefined),
    password: value('password') ?? (decode(rest.join(':')) || undefined),
    database,
    tls: tlsOf(value('sslmode'), value('ssl'), rootCert),
    rootCert,
    cert: value('sslcert'),
    key: value('sslkey'),
    keyPassword: value('sslpassword'),
    negotiation: oneOf('sslnegotiation', value('sslnegotiation'), ['postgres', 'direct']),
    channelBinding:
      oneOf('channel_binding', value('channel_binding'), ['prefer', 'disable', 'require']) !==
      'disable',
    writable:
      oneOf('target_session_attrs', value('target_session_attrs'), [
        ...(['any', 'read-write', 'primary'] as const),
      ]) !== 'any',
    connectTimeout: secondsOf(value('connect_timeout')),
    applicationName: value('application_name'),
    options: value('options'),
    limits: Object.fromEntries(
      LIMITS.map((name) => [name, value(name)]).filter(([, text]) => text !== undefined),
    ) as Partial<Record<Limit, string>>,
  };
}

/** @returns the hosts and the name of a database, without user and password */
export function placeOf(url: string): string {
  const { hosts, database } = parsePostgresUrl(url);
  const names = hosts.map(({ host = 'localhost', port }) =>
    port === undefined ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`,
  );
  return `${names.join()}/${database}`;
}

const FORM_HINT = 'must be a URL such as postgres://user:password@host:5432/latchkey';

function fail(why: string): never {
  throw new PostgresUrlError(why);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return fail('has a % that is not part of an encoded character: write % as %25');
  }
}

/** @throws PostgresUrlError for an unknown parameter, which may be a misspelt `sslmode` */
function parametersOf(query: string): Map<string, string> {
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const [name = '', ...rest] = pair.split('=');
      return [decode(name), decode(rest.join('='))];
    });
  const unknown = pairs.map(([name]) => name).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) {
    fail(`has the parameter ${JSON.stringify(unknown)}, which is unknown`);
  }
  return new Map(pairs);
}

function hostsOf(places: string, host: string | undefined, port: string | undefined) {
  const inPlaces = places.split(',').map((place) => {
    const found = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(.*))?$/.exec(place);
    if (found === null) fail('has an invalid host; an IPv6 address needs [ ]');
    const [, bracketed, name = '', number = ''] = found;
    return { host: decode(bracketed ?? name), port: number };
  });
  const hosts = host?.split(',') ?? inPlaces.map((place) => place.host);
  const ports = port?.split(',') ?? inPlaces.map((place) => place.port);
  if (ports.length !== 1 && ports.length !== hosts.length) {
    fail(`names ${hosts.length} hosts and ${ports.length} ports`);
  }
  return hosts.map((name, index) => ({
    host: name === '' ? undefined : name,
    port: portOf(ports.length === 1 ? ports[0] : ports[index]),
  }));
}

function portOf(text = ''): number | undefined {
  if (text === '') return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : fail('has a port that is not from 1 to 65535');
}

function tlsOf(
  mode: string | undefined,
  ssl: string | undefined,
  root: string | undefined,
): TlsMode {
  // libpq accepts this for JDBC URLs.
  const fromJdbc = ssl === 'true' || ssl === '1' ? 'require' : undefined;
  // As in libpq: public authorities issue certificates to anybody, so the host name must be checked too.
  const fallback = root === 'system' ? 'verify-full' : 'prefer';
  const tls = oneOf('sslmode', mode ?? fromJdbc, [fallback, ...TLS_MODES]);
  if (root === 'system' && tls !== 'verify-full') {
    fail(`has sslrootcert=system, which requires sslmode=verify-full`);
  }
  if (tls === 'verify-ca' && root === undefined) {
    fail('has sslmode=verify-ca, which needs sslrootcert: the file of the authority to trust');
  }
  return tls;
}

function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '0') return undefined;
  return /^\d{1,4}$/.test(text)
    ? Number(text) * 1_000
    : fail('has a connect_timeout that is not a number');
}

/** @param values the allowed values; the first one is the default */
function oneOf<const Value extends string>(
  name: string,
  given: string | undefined,
  values: readonly Value[],
): Value {
  const found = values.find((value) => value === (given ?? values[0]));
  return found ?? fail(`must have a ${name} of ${[...new Set(values)].join(', ')}`);
}
