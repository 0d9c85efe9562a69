import { describeFetchFault } from '../connections/fetch-faults.ts';

/** The default time limit in milliseconds. */
const TIMEOUT = 5_000;

/** The response of a server, or why there is none. */
export type ProbeResult =
  /** `late` is true when there was no response in time. */
  | { readonly unreachable: string; readonly late: boolean }
  | {
      readonly unreachable?: never;
      readonly status: number;
      readonly headers: Headers;
      readonly bytes: Buffer;
      /** Undefined when the body is not a JSON object. */
      readonly json: Record<string, unknown> | undefined;
    };

/** Sends a GET request without following redirects. It never throws. */
export async function probe(url: string, timeout = TIMEOUT): Promise<ProbeResult> {
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
