import { describeFetchFault } from '../connections/fetch-faults.ts';

/** Milliseconds for one answer, where nothing else is said. */
const TIMEOUT = 5_000;

/** What came of a request to a server of ours. */
export type Answer =
  /** `late` where somebody may be there, and did not answer in time. */
  | { readonly unreachable: string; readonly late: boolean }
  | {
      readonly unreachable?: never;
      readonly status: number;
      readonly headers: Headers;
      readonly bytes: Buffer;
      /** Undefined where it is no object in JSON. */
      readonly json: Record<string, unknown> | undefined;
    };

/** Asks as a client would, and follows nothing. It does not throw. */
export async function ask(url: string, timeout = TIMEOUT): Promise<Answer> {
  try {
    const signal = AbortSignal.timeout(timeout);
    const response = await fetch(url, { redirect: 'manual', signal });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, bytes, json: parse(bytes) };
  } catch (error) {
    const late = (error as Error).name === 'TimeoutError';
    return { unreachable: describeFetchFault(error, new URL(url)).message, late };
  }
}

function parse(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(bytes.toString());
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
    return isObject ? { ...json } : undefined;
  } catch {
    return undefined;
  }
}
