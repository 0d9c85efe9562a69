import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { UserAgent } from '../test/support/user-agent.ts';
import type { AttackServer } from './attack-server.ts';
import { RawConnection } from './raw-connection.ts';

/** The number of concurrent requests. */
const CONNECTIONS = 16;
/** The number of networks and users that an attack pretends to come from. */
const NETWORKS = 200;
/** Connections that do not read responses, and requests on each: the maximum of the server. */
const UNREAD = { connections: 200, requests: 16 };

/** The largest public document. */
const LARGEST = '/docs/reference.js';

/** Runs for a number of milliseconds. @returns the number of responses by status */
export type Attack = (duration: number) => Promise<Map<number, number>>;

/** Creates the attacks, by name, in the order of a round. */
export async function attacksOn(target: AttackServer): Promise<Record<string, Attack>> {
  const { bytesOf, keyProduct, userProduct, victim, application, account } = target;
  const flags = 'a&'.repeat(7_500);
  const paths = ['/health/live', '/oidc/auth', '/assets/style.css', '/api/v4/product_details'];
  paths.push(`/sign-in/callback/${account}`, '/docs/reference.html', '/oidc/session/end');
  const seats = await target.installation.newLicense(1);
  const devices = await target.installation.newLicense(null);
  const callers = {
    keys: await application(),
    passwords: await application(),
    seats: await application(),
    variables: await application(),
    signIn: await application(),
  };
  const send = (make: (turn: number) => string) => sendAll(target.port, make);

  return {
    'queries of 15 KB': send((turn) => bytesOf('GET', `${paths[turn % paths.length]}?${flags}`)),
    'resumed sign-ins without a cookie': send((turn) =>
      bytesOf('GET', `/oidc/auth/${randomUUID()}`, { from: network(turn) }),
    ),
    'sign-outs without a session': send((turn) =>
      bytesOf('GET', '/oidc/session/end', { from: network(turn) }),
    ),
    'callbacks with a made-up state': send((turn) => {
      const query = `state=${randomUUID()}&error=server_error&error_description=${'x'.repeat(4_000)}`;
      return bytesOf('GET', `/sign-in/callback/${account}?${query}`, { from: network(turn) });
    }),
    'responses that are not read': (duration) => readNothing(target, duration),
    'unknown API keys': send((turn) => {
      const by = { api_key: randomUUID(), shared_key: 'guessed' };
      return bytesOf('GET', '/api/v4/product_details', { from: network(turn), by });
    }),
    'wrong license keys': send((turn) =>
      bytesOf('POST', '/api/v4/activate_license', {
        body: { product: keyProduct, license_key: randomUUID(), hardware_id: randomUUID() },
        from: network(turn),
        by: callers.keys,
      }),
    ),
    'wrong passwords': send((turn) => {
      const username = turn % 2 === 0 ? victim : `${turn % NETWORKS}@nobody.test`;
      return bytesOf('POST', '/api/v4/activate_license', {
        body: { product: userProduct, username, password: randomUUID(), hardware_id: 'a' },
        from: network(turn),
        by: callers.passwords,
      });
    }),
    'activations of a license without a free seat': send((turn) =>
      bytesOf('POST', '/api/v4/activate_license', {
        body: { product: keyProduct, license_key: seats, hardware_id: randomUUID() },
        from: network(turn),
        by: callers.seats,
      }),
    ),
    'device variables with new names': send((turn) => {
      const names = Array.from({ length: 64 }, (_, index) => [`${turn}-${index}`, 'x'.repeat(900)]);
      const variables = Object.fromEntries(names) as Record<string, string>;
      return bytesOf('POST', '/api/v4/activate_license', {
        body: { product: keyProduct, license_key: devices, hardware_id: 'one', variables },
        from: network(turn),
        by: callers.variables,
      });
    }),
    'long errors of an identity provider': async (duration) => {
      const [end, counts] = [performance.now() + duration, new Map<number, number>()];
      while (performance.now() < end) {
        const url = await target.signInUrl(callers.signIn);
        const { response } = await new UserAgent().follow(url);
        count(counts, response.status);
        target.provider.requests.length = 0;
      }
      return counts;
    },
  };
}

const network = (turn: number) => `198.18.0.${turn % NETWORKS}`;

function count(counts: Map<number, number>, status: number): void {
  counts.set(status, (counts.get(status) ?? 0) + 1);
}

/** Sends requests one after the other on each of several connections. */
function sendAll(port: number, make: (turn: number) => string): Attack {
  let turn = 0;
  return async (duration) => {
    const counts = new Map<number, number>();
    const end = performance.now() + duration;
    const work = async () => {
      const connection = new RawConnection(port);
      while (performance.now() < end) count(counts, await connection.send(make((turn += 1))));
      connection.close();
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, work));
    return counts;
  };
}

/** Requests the largest document repeatedly, without reading the response. */
async function readNothing({ port, bytesOf }: AttackServer, duration: number) {
  const request = bytesOf('GET', LARGEST);
  const sockets = Array.from({ length: UNREAD.connections }, () => {
    const socket = connect(port, '127.0.0.1').pause();
    socket.on('error', () => undefined);
    socket.write(request.repeat(UNREAD.requests));
    return socket;
  });
  await setTimeout(duration);
  for (const socket of sockets) socket.destroy();
  return new Map([[0, sockets.length * UNREAD.requests]]);
}
