import type { Scheme } from '../contract/operation.ts';
import type { Deps } from '../deps.ts';
import { type Budget, createBudget } from './budget.ts';
import { createGuesses, type Guesses } from './guesses.ts';
import { createLocalBudget } from './local-budget.ts';
import { type CountTrial, createTrialLimits } from './trials.ts';

/** The rate limits of a process. */
export interface Limits {
  /** Requests by caller, for each security scheme. */
  readonly callers: Readonly<Record<Scheme, Budget>>;
  /** Requests by caller and address, so that one address cannot use up the limit of the caller. */
  readonly callersByAddress: Readonly<Record<Scheme, Budget>>;
  /** Wrong credentials by address. */
  readonly credential: Budget;
  /** Requests of a sign-in URL. Anybody with the URL can send them, and each one writes to the database. */
  readonly signInUrl: Budget;
  /** Requests of a sign-in page, by sign-in. Each one may redirect to the provider. */
  readonly signInPage: Budget;
  /** Uploads of request files by address. Anybody can send them. */
  readonly offlineFile: Budget;
  /** Wrong passwords, license keys, codes and tokens. */
  readonly guesses: Guesses;
  /** New trials. */
  readonly trials: CountTrial;
}

/** Creates the limits of the configuration, once for each process. */
export function createLimits(deps: Pick<Deps, 'config' | 'store' | 'clock' | 'log'>): Limits {
  return {
    callers: {
      requestSignature: createBudget(deps, 'api-key', 'requests with this API key'),
      accessToken: createBudget(deps, 'api-key', 'requests with this OAuth client'),
      adminToken: createBudget(deps, 'admin-token', 'requests with this admin token'),
    },
    callersByAddress: {
      requestSignature: createLocalBudget(
        deps,
        'api-key-address',
        'requests with this API key from this address',
      ),
      accessToken: createLocalBudget(
        deps,
        'api-key-address',
        'requests with this OAuth client from this address',
      ),
      // Not limited by address: an admin token is used from the vendor's few addresses.
      adminToken: () => Promise.resolve(),
    },
    credential: createBudget(deps, 'credential', 'wrong credentials'),
    signInUrl: createBudget(deps, 'sign-in-url', 'tries with this sign-in URL'),
    signInPage: createLocalBudget(deps, 'sign-in-url', 'tries with this sign-in'),
    offlineFile: createLocalBudget(deps, 'offline-file', 'uploads from this address'),
    guesses: createGuesses(deps),
    trials: createTrialLimits(deps),
  };
}
