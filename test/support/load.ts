import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** What came of a request: its status, or the error that cut it. */
export interface LoadAnswer {
  readonly status: number | string;
  readonly connection: string | undefined;
}

/** Clients that ask again and again, over connections that are kept, until they are told to stop. */
export class Load {
  readonly answers: LoadAnswer[] = [];
  readonly #agent: Agent;
  readonly #clients: Promise<void>[];
  #isOn = true;

  /** @param ask makes a request with this agent, and ends it */
  constructor(clients: number, ask: (agent: Agent) => ClientRequest) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: clients });
    this.#clients = Array.from({ length: clients }, async () => {
      while (this.#isOn) {
        this.answers.push(await answerTo(ask(this.#agent)));
        await setTimeout(20);
      }
    });
  }

  /** Sends no more, and waits for the answers that are under way. */
  async stop(): Promise<void> {
    this.#isOn = false;
    await Promise.all(this.#clients);
    this.#agent.destroy();
  }
}

/** One GET, over a connection of its own. */
export function get(url: string): Promise<LoadAnswer> {
  return answerTo(request(url, { agent: false }).end());
}

function answerTo(outgoing: ClientRequest): Promise<LoadAnswer> {
  return new Promise((resolve) => {
    const end = (status: number | string, connection?: string) => resolve({ status, connection });
    outgoing.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
    outgoing.on('response', (response: IncomingMessage) => {
      response.resume();
      response.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
      response.on('end', () => end(response.statusCode ?? 0, response.headers.connection));
    });
  });
}
