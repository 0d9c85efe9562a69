import type { Cure } from './provider-check.ts';
import { ForbiddenTarget } from './provider-fetch.ts';

/** Why a URL could not be fetched, and what to do about it. */
export interface FetchFault {
  readonly kind: 'forbidden' | 'unknown-name' | 'unreachable';
  readonly message: string;
  readonly cure: string;
  readonly acts: Cure['acts'];
}

/** The properties that errors of Node, undici and the web platform have in common. */
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
  // The code of a DOMException is a number.
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
      message: `The name ${hostname} has no address in DNS (${code}).`,
      cure: 'Correct the host, or add it to the DNS of this server.',
      acts: 'vendor',
    };
  }
  if (LATE.test(code)) {
    return unreachable(
      `${host} did not respond in time (${code}).`,
      'Check firewalls, routes and the provider itself.',
    );
  }
  if (UNTRUSTED.test(code)) {
    return unreachable(
      `The certificate of ${host} is not trusted (${code}).`,
      'Renew it for this name. For a private certificate authority, set NODE_EXTRA_CA_CERTS to the file of its certificate and restart Latchkey.',
      'company_it',
    );
  }
  if (code === 'ECONNREFUSED') {
    return unreachable(
      `No server listens at ${host} (${code}).`,
      'Correct the host and port, or start the provider.',
    );
  }
  return unreachable(
    `The request to ${host} failed: ${detail}.`,
    'Check the provider, and the network between it and this server.',
  );
}

function describeForbidden({ protocol, host, hostname }: URL): FetchFault {
  const allow = `add ${host} to LATCHKEY_PRIVATE_PROVIDERS and restart.`;
  return protocol === 'https:'
    ? {
        kind: 'forbidden',
        message: `${hostname} is not on the public internet.`,
        cure: `If this is intended, ${allow}`,
        acts: 'vendor',
      }
    : {
        kind: 'forbidden',
        message: `${host} uses plain http.`,
        cure: `Use https. If the provider is in your own network and has no https, ${allow}`,
        acts: 'vendor',
      };
}

/** @returns the error, its cause, the cause of that, and so on */
function causesOf(error: unknown): AnyError[] {
  if (typeof error !== 'object' || error === null) return [];
  const { cause, errors } = error as AnyError;
  return [error, ...causesOf(errors?.at(-1) ?? cause)];
}
