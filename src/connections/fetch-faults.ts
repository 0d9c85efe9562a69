import type { Cure } from './provider-check.ts';
import { ForbiddenTarget } from './provider-fetch.ts';

/** Why something could not be fetched, for people, and what to do about it. */
export interface FetchFault {
  readonly kind: 'forbidden' | 'unknown-name' | 'unreachable';
  readonly message: string;
  readonly cure: string;
  readonly acts: Cure['acts'];
}

/** As much as errors of Node, undici and the platform have in common. */
interface AnyError {
  readonly name?: string;
  readonly code?: unknown;
  readonly message?: string;
  readonly cause?: unknown;
  /** Node tries several addresses at once. */
  readonly errors?: readonly unknown[];
}

const UNKNOWN_NAME = /^(ENOTFOUND|EAI_AGAIN)$/;
const LATE = /^(UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT|TimeoutError)$/;
const UNTRUSTED =
  /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET))/;

/** @param error what the fetch of `url` threw */
export function describeFetchFault(error: unknown, url: URL): FetchFault {
  const causes = causesOf(error);
  if (causes.some((one) => one instanceof ForbiddenTarget)) return describeForbidden(url);
  const { code, name, message } = causes.at(-1) ?? {};
  // A DOMException has a number there, of old.
  return describeCode(typeof code === 'string' ? code : name, url, message);
}

function describeCode(code = '', { host, hostname }: URL, detail = 'no reason given'): FetchFault {
  const unreachable = (
    message: string,
    cure: string,
    acts: Cure['acts'] = 'vendor',
  ): FetchFault => ({
    kind: 'unreachable',
    message,
    cure,
    acts,
  });
  if (UNKNOWN_NAME.test(code)) {
    return {
      kind: 'unknown-name',
      message: `No address is known for the name ${hostname} (${code}).`,
      cure: 'Correct the host, or let the DNS that this server asks know it.',
      acts: 'vendor',
    };
  }
  if (LATE.test(code)) {
    return unreachable(
      `${host} did not answer in time (${code}).`,
      'Let this server reach it: look at firewalls, routes and the provider itself.',
    );
  }
  if (UNTRUSTED.test(code)) {
    return unreachable(
      `The certificate of ${host} is not trusted (${code}).`,
      'Let it be renewed for this name. For an authority of your own, start Latchkey with NODE_EXTRA_CA_CERTS naming its certificate.',
      'company_it',
    );
  }
  if (code === 'ECONNREFUSED') {
    return unreachable(
      `Nobody listens at ${host} (${code}).`,
      'Correct the host and port, or start the provider.',
    );
  }
  return unreachable(
    `${host} could not be asked: ${detail}.`,
    'Look at the provider, and at what stands between it and this server.',
  );
}

function describeForbidden({ protocol, host, hostname }: URL): FetchFault {
  const named = `name ${host} in LATCHKEY_PRIVATE_PROVIDERS, and start again.`;
  return protocol === 'https:'
    ? {
        kind: 'forbidden',
        message: `${hostname} is not on the public internet.`,
        cure: `If it is meant, ${named}`,
        acts: 'vendor',
      }
    : {
        kind: 'forbidden',
        message: `${host} is asked over plain http.`,
        cure: `Use https. Where the provider is in your own network and has none, ${named}`,
        acts: 'vendor',
      };
}

/** The error, and what caused it. */
function causesOf(error: unknown): AnyError[] {
  if (typeof error !== 'object' || error === null) return [];
  const { cause, errors } = error as AnyError;
  return [error, ...causesOf(errors?.at(-1) ?? cause)];
}
