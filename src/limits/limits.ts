import type { Deps } from '../deps.ts';
import { type Budget, createBudget } from './budget.ts';
import { createGuesses, type Guesses } from './guesses.ts';
import { createLocalBudget } from './local-budget.ts';

/** What may not happen too often. */
export interface Limits {
  /** Requests of the callers that a security scheme knows. */
  readonly callers: Readonly<Record<'requestSignature' | 'adminToken', Budget>>;
  /** Requests of a caller from one address: it stops before it has used up what the caller has for all. */
  readonly callersByAddress: Readonly<Record<'requestSignature' | 'adminToken', Budget>>;
  /** Wrong credentials of an address. */
  readonly credential: Budget;
  /** Openings of a sign-in URL: each leaves something in the database, and anybody who has the URL may open it. */
  readonly signInUrl: Budget;
  /** Openings of a sign-in page, by the sign-in: each leads to the provider anew. */
  readonly signInPage: Budget;
  /** Wrong passwords, license keys, codes and tokens. */
  readonly guesses: Guesses;
}

/** The limits of the settings, counted in the store. One for each process. */
export function createLimits(deps: Pick<Deps, 'config' | 'store' | 'clock' | 'log'>): Limits {
  return {
    callers: {
      requestSignature: createBudget(deps, 'api-key', 'requests with this API key'),
      adminToken: createBudget(deps, 'admin-token', 'requests with this admin token'),
    },
    callersByAddress: {
      requestSignature: createLocalBudget(
        deps,
        'api-key-address',
        'requests with this API key from this address',
      ),
      // An admin token has few addresses: those of the vendor.
      adminToken: () => Promise.resolve(),
    },
    credential: createBudget(deps, 'credential', 'wrong credentials'),
    signInUrl: createBudget(deps, 'sign-in-url', 'tries with this sign-in URL'),
    signInPage: createLocalBudget(deps, 'sign-in-url', 'tries with this sign-in'),
    guesses: createGuesses(deps),
  };
}
