import type { IncomingMessage, ServerResponse } from 'node:http';

/** Bytes a second. A file that is sent or received more slowly is cut off. */
const SLOWEST = 16_384;
/** Milliseconds for every file, however small. */
const LEAST = 60_000;

/** Milliseconds for which a request may arrive, or a response may be sent, beyond the limits of all others. */
const allowed = new WeakMap<IncomingMessage | ServerResponse, number>();

/** Milliseconds for a file of this size over a slow line. */
export function transferTime(bytes: number): number {
  return LEAST + Math.ceil((bytes / SLOWEST) * 1_000);
}

/** Gives a request or a response with a file more time than others have. */
export function allowTransfer(
  message: IncomingMessage | ServerResponse,
  milliseconds: number,
): void {
  allowed.set(message, milliseconds);
}

/**
 * Calls `cut` when a request or a response has taken too long.
 * @param ordinary milliseconds without an allowance
 * @returns a function that ends the wait
 */
export function limitTransfer(
  message: IncomingMessage | ServerResponse,
  ordinary: number,
  cut: () => void,
): () => void {
  const atEnd = () => {
    const most = allowed.get(message) ?? ordinary;
    if (most <= ordinary) return cut();
    timer = setTimeout(cut, Math.min(most - ordinary, 2 ** 31 - 1)).unref();
  };
  let timer = setTimeout(atEnd, ordinary).unref();
  return () => clearTimeout(timer);
}
