import { ForbiddenTarget } from './provider-fetch.ts';

/** Why something could not be fetched, for people, and what to do about it. */
export interface FetchFault {
  readonly kind: 'forbidden' | 'unknown-name' | 'unreachable';
  readonly message: string;
  readonly cure: string;
}

const UNTRUSTED =
  /^(CERT_|ERR_TLS_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET))/;
const LATE = /^(UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT|TimeoutError|AbortError)$/;

/** @param error what the fetch of `url` threw */
export function describeFetchFault(error: unknown, url: URL): FetchFault {
  const { host, hostname, protocol } = url;
  const causes = causesOf(error);
  if (causes.some((one) => one instanceof ForbiddenTarget)) {
    return {
      kind: 'forbidden',
      message:
        protocol === 'https:'
          ? `${hostname} is not on the public internet.`
          : `${host} is asked over plain http.`,
      cure:
        protocol === 'https:'
          ? `If it is meant, name ${host} in LATCHKEY_PRIVATE_PROVIDERS, and start again.`
          : `Use https. Where the provider is in your own network and has none, name ${host} in LATCHKEY_PRIVATE_PROVIDERS, and start again.`,
    };
  }
  const code =
    causes.map(({ code, name }) => code ?? name).findLast((one) => one !== 'Error') ?? '';
  if (['ENOTFOUND', 'EAI_AGAIN'].includes(code)) {
    return {
      kind: 'unknown-name',
      message: `No address is known for the name ${hostname} (${code}).`,
      cure: 'Correct the host, or let the DNS that this server asks know it.',
    };
  }
  const unreachable = (message: string, cure: string): FetchFault => ({
    kind: 'unreachable',
    message,
    cure,
  });
  if (UNTRUSTED.test(code)) {
    return unreachable(
      `The certificate of ${host} is not trusted (${code}).`,
      'Let it be renewed for this name. For an authority of your own, start Latchkey with NODE_EXTRA_CA_CERTS naming its certificate.',
    );
  }
  if (LATE.test(code)) {
    return unreachable(
      `${host} did not answer in time (${code}).`,
      'Let this server reach it: look at firewalls, routes and the provider itself.',
    );
  }
  if (code === 'ECONNREFUSED') {
    return unreachable(
      `Nobody listens at ${host} (${code}).`,
      'Correct the host and port, or start the provider.',
    );
  }
  return unreachable(
    `${host} could not be asked (${code || String(causes.at(-1)?.message)}).`,
    'Look at the provider, and at what stands between it and this server.',
  );
}

/** The error and what caused it. */
function causesOf(error: unknown): (Error & { code?: string })[] {
  if (!(error instanceof Error)) return [];
  // Node tries several addresses at once.
  const next: unknown = error instanceof AggregateError ? error.errors.at(-1) : error.cause;
  return [error, ...causesOf(next)];
}
