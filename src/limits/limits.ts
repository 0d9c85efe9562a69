import type { Deps } from '../deps.ts';
import { type Budget, createBudget } from './budget.ts';
import { createGuesses, type Guesses } from './guesses.ts';

/** What may not happen too often. */
export interface Limits {
  /** Requests of the callers that a security scheme knows. */
  readonly callers: Readonly<Record<'requestSignature' | 'adminToken', Budget>>;
  /** Wrong credentials of an address. */
  readonly credential: Budget;
  /** Openings of a sign-in URL: each leaves something in the database, and anybody who has the URL may open it. */
  readonly signInUrl: Budget;
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
    credential: createBudget(deps, 'credential', 'wrong credentials'),
    signInUrl: createBudget(deps, 'sign-in-url', 'tries with this sign-in URL'),
    guesses: createGuesses(deps),
  };
}
