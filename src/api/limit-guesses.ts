import type { Limits } from '../limits/limits.ts';
import { authorizationForm, isAuthorized } from '../rules/authorization-form.ts';
import { nameCredential } from '../rules/credential.ts';
import { ApiError, type ErrorCode } from '../rules/errors.ts';
import type { Exchange, Step } from './exchange.ts';

/** The error codes for a wrong license key, username, code or token. */
const WRONG_GUESS: readonly ErrorCode[] = [
  'license_not_found',
  'sso_code_invalid',
  'sso_token_invalid',
];

/**
 * Counts a wrong license key, username, code or token. Wrong passwords are counted where they are checked.
 * @throws ApiError too_many_requests, in place of the refusal
 */
export function limitGuesses({ guesses }: Pick<Limits, 'guesses'>): Step {
  return async (exchange, next) => {
    try {
      await next();
    } catch (error) {
      const { ctx, caller } = exchange;
      const isWrong = error instanceof ApiError && WRONG_GUESS.includes(error.code);
      if (isWrong && caller !== undefined && 'credential' in caller && isGuess(exchange)) {
        await guesses.countWrong({
          credential: nameCredential(caller.credential),
          address: ctx.ip,
        });
      }
      throw error;
    }
  };
}

/** True when the request contains a license key, username, code or token that the operation reads. */
function isGuess({ endpoint: { operationId }, query, body }: Exchange): boolean {
  if (!isAuthorized(operationId)) return false;
  const form = authorizationForm(operationId, body ?? query);
  return form.kind !== 'username' || form.password === undefined;
}
