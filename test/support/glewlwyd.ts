import { generateKeyPairSync } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { DEFAULT_OIDC_SETTINGS, type OidcConnection } from '../../src/rules/oidc-connection.ts';
import { isInstalled, type Running, start } from './run.ts';
import { freePort } from './server-process.ts';

/** Where Debian's packages `glewlwyd` and `glewlwyd-common` put what it needs. */
const PACKAGE = {
  tables: '/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3',
  pages: '/usr/share/glewlwyd/webapp',
  pagesConfig: '/usr/share/glewlwyd/templates/config.json',
  config: '/etc/glewlwyd/glewlwyd.conf',
};
/** The administrator that the package's tables begin with. */
const ADMIN = { username: 'admin', password: 'password' };
const CLIENT = { id: 'latchkey', secret: 'glewlwyd-secret' };
const SCOPES = ['openid', 'email'];

/** Somebody whom glewlwyd knows. Their address is `<name>@acme.test`. */
export type Person = 'alice' | 'bob';
export const PEOPLE: readonly Person[] = ['alice', 'bob'];
export const passwordOf = (person: Person) => `password-${person}`;

/** True when it can be started here. */
export const hasGlewlwyd = await isInstalled('glewlwyd');

/** A claim that is made of a property of the person, in glewlwyd's own words. */
export type ExtraClaim = Readonly<Record<string, string | boolean>>;

/** glewlwyd, an OpenID provider that is not ours, as Debian has it. It demands PKCE with S256. */
export class Glewlwyd {
  readonly issuer: string;
  /** For LATCHKEY_PRIVATE_PROVIDERS. */
  readonly host: string;
  readonly #folder: string;
  readonly #api: string;
  readonly #redirectUris: string[] = [];
  #claims: readonly ExtraClaim[] = [];
  #key = newKey();
  #running: Running | undefined;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.host = `localhost:${port}`;
    this.#api = `http://${this.host}/api`;
    this.issuer = `${this.#api}/oidc`;
  }

  /** Starts it with a database and a key of its own, and with the people. */
  static async start(): Promise<Glewlwyd> {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-glewlwyd-'));
    const port = await freePort();
    const provider = new Glewlwyd(folder, port);
    const database = new DatabaseSync(join(folder, 'database'));
    database.exec(await readFile(PACKAGE.tables, 'utf8'));
    database.close();
    // Some of its pages are links, and their settings lead to those of the machine.
    const pages = join(folder, 'pages');
    const filter = (path: string) => !path.endsWith('/config.json');
    await cp(PACKAGE.pages, pages, { recursive: true, dereference: true, filter });
    await cp(PACKAGE.pagesConfig, join(pages, 'config.json'));
    const config = await readFile(PACKAGE.config, 'utf8');
    await writeFile(join(folder, 'glewlwyd.conf'), configure(config, folder, port));
    try {
      await provider.#run();
      await provider.#furnish();
    } catch (error) {
      await provider.close();
      throw error;
    }
    return provider;
  }

  /** A connection that leads here. */
  connection(over: Partial<OidcConnection> = {}): OidcConnection {
    const { id: clientId, secret: clientSecret } = CLIENT;
    const settings = {
      kind: 'oidc' as const,
      issuer: this.issuer,
      client_id: clientId,
      client_secret: clientSecret,
    };
    return { ...DEFAULT_OIDC_SETTINGS, ...settings, ...over };
  }

  /** Registers one more redirect URI of the client. */
  async register(redirectUri: string): Promise<void> {
    const method = this.#redirectUris.length === 0 ? 'POST' : 'PUT';
    this.#redirectUris.push(redirectUri);
    const path = method === 'POST' ? 'client/' : `client/${CLIENT.id}`;
    await this.#ask(method, path, await this.#signIn(ADMIN), {
      client_id: CLIENT.id,
      name: 'Latchkey',
      enabled: true,
      confidential: true,
      password: CLIENT.secret,
      client_secret: CLIENT.secret,
      redirect_uri: this.#redirectUris,
      authorization_type: ['code', 'id_token', 'none'],
      token_endpoint_auth_method: ['client_secret_basic', 'client_secret_post'],
      scope: SCOPES,
    });
  }

  /** What the id token and userinfo say beside the address. */
  async setClaims(claims: readonly ExtraClaim[]): Promise<void> {
    this.#claims = claims;
    await this.#setPlugin('PUT');
  }

  /** Takes a new key in the place of the old one, and starts anew, with the same people. */
  async restartWithNewKey(): Promise<void> {
    this.#key = newKey();
    await this.#setPlugin('PUT');
    await this.#stop();
    await this.#run();
  }

  /**
   * Signs somebody in as its pages do.
   * @param page the sign-in page, where the browser was sent to
   * @param scope what they let Latchkey know
   * @returns where the browser is sent back to
   */
  async signIn(page: string, person: Person, scope = 'openid email'): Promise<string> {
    const cookie = await this.grant(person, scope);
    const next = new URL(page).searchParams.get('callback_url') ?? '';
    const response = await fetch(`${next}&g_continue`, {
      headers: { Cookie: cookie },
      redirect: 'manual',
    });
    const location = response.headers.get('location');
    if (location === null) {
      throw new Error(`glewlwyd sent nobody back: ${response.status} ${await response.text()}`);
    }
    return location;
  }

  /** Somebody says what they let Latchkey know. @returns the cookie of their session */
  async grant(person: Person, scope: string): Promise<string> {
    const cookie = await this.#signIn({ username: person, password: passwordOf(person) });
    await this.#ask('PUT', `auth/grant/${CLIENT.id}`, cookie, { scope });
    return cookie;
  }

  async close(): Promise<void> {
    await this.#stop();
    await rm(this.#folder, { recursive: true });
  }

  async #run(): Promise<void> {
    const config = `--config-file=${join(this.#folder, 'glewlwyd.conf')}`;
    const running = start('glewlwyd', [config]);
    this.#running = running;
    const ended = running.finished.then(({ stdout, stderr }) => {
      throw new Error(`glewlwyd ended: ${stderr}${stdout}`);
    });
    const ready = async () => {
      while (!(await isUp(`${this.#api}/mod/type`))) await setTimeout(20);
    };
    ended.catch(() => undefined);
    await Promise.race([ready(), ended]);
  }

  async #stop(): Promise<void> {
    this.#running?.child.kill('SIGTERM');
    await this.#running?.finished;
  }

  /** Scopes, people, and the part that speaks OpenID Connect: a new database has none. */
  async #furnish(): Promise<void> {
    const admin = await this.#signIn(ADMIN);
    const scope = { password_required: true, scheme: {} };
    await this.#ask('POST', 'scope/', admin, { ...scope, name: 'email', display_name: 'E-mail' });
    await this.#ask('PUT', 'scope/openid', admin, { ...scope, display_name: 'Open ID' });
    for (const person of PEOPLE) {
      await this.#ask('POST', 'user/', admin, {
        username: person,
        password: passwordOf(person),
        name: person,
        enabled: true,
        email: `${person}@acme.test`,
        scope: [...SCOPES, 'g_profile'],
      });
    }
    await this.#setPlugin('POST');
  }

  async #setPlugin(method: 'POST' | 'PUT'): Promise<void> {
    const path = method === 'POST' ? 'mod/plugin/' : 'mod/plugin/oidc';
    const admin = await this.#signIn(ADMIN);
    await this.#ask(method, path, admin, {
      module: 'oidc',
      name: 'oidc',
      display_name: 'OIDC',
      enabled: true,
      parameters: {
        ...PLUGIN,
        iss: this.issuer,
        key: this.#key.privateKey,
        cert: this.#key.publicKey,
        claims: this.#claims,
      },
    });
    // What was set counts from a reset on.
    if (method === 'PUT') await this.#ask('PUT', `${path}/reset`, admin, {});
  }

  /** @returns the cookie of the session */
  async #signIn(person: { username: string; password: string }): Promise<string> {
    const { headers } = await this.#ask('POST', 'auth/', '', person);
    return headers.getSetCookie()[0]?.split(';')[0] ?? '';
  }

  async #ask(method: string, path: string, cookie: string, body: object): Promise<Response> {
    const response = await fetch(`${this.#api}/${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', Cookie: cookie },
      body: JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    }
    return response;
  }
}

/** For RS256. */
function newKey() {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

/** The settings of the OpenID provider, but for its issuer, key and claims. */
const PLUGIN = {
  'jwt-type': 'rsa',
  'jwt-key-size': '256',
  'jwks-show': true,
  'subject-type': 'public',
  'access-token-duration': 3600,
  'refresh-token-duration': 1_209_600,
  'code-duration': 600,
  'refresh-token-rolling': false,
  'allow-non-oidc': false,
  'auth-type-code-enabled': true,
  'auth-type-token-enabled': false,
  'auth-type-id-token-enabled': true,
  'auth-type-none-enabled': true,
  'auth-type-password-enabled': false,
  'auth-type-client-enabled': false,
  'auth-type-device-enabled': false,
  'auth-type-implicit-enabled': true,
  'auth-type-refresh-enabled': false,
  'pkce-allowed': true,
  'pkce-method-plain-allowed': false,
  'pkce-required': true,
  'allowed-scope': SCOPES,
  'name-claim': 'no',
  'scope-claim': 'no',
  'email-claim': 'on-demand',
  'email-claim-scope': ['email'],
  'oauth-as-iss-id': true,
};

/** The package's settings, with a place and a database of their own. */
function configure(config: string, folder: string, port: number): string {
  // No slash at the end of external_url: it would be doubled in each URL.
  const lines = [
    [/^port=.*$/m, `port=${port}\nbind_address="127.0.0.1"`],
    [/^external_url=.*$/m, `external_url="http://localhost:${port}"`],
    [/^log_mode=.*$/m, 'log_mode="console"'],
    [/^#\s*static_files_path=.*$/m, `static_files_path="${join(folder, 'pages')}/"`],
    [/^@include.*$/m, `database = { type = "sqlite3" path = "${join(folder, 'database')}" };`],
  ] as const;
  return lines.reduce((text, [line, by]) => {
    if (!line.test(text)) throw new Error(`the settings of glewlwyd have no line ${line.source}`);
    return text.replace(line, by);
  }, config);
}

function isUp(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}
