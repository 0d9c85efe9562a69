import { ApiError, type ErrorCode } from '../rules/errors.ts';
import {
  type AuthorizationFields,
  authorizationForm,
  isAuthorized,
} from '../rules/authorization-form.ts';
import type { OperationRequest } from '../contract/operation.ts';
import type { ApiKey } from '../rules/api-key.ts';
import type { Guesses } from './guesses.ts';

type Request = Pick<OperationRequest<'activateLicense'>, 'operationId' | 'origin'> & {
  /** Undefined outside the License API. */
  readonly apiKey: ApiKey | undefined;
  readonly query: unknown;
  /** Undefined when the operation has no body. */
  readonly body: unknown;
};

/** The error codes for a wrong license key, username, code or token. */
const WRONG_GUESS: readonly ErrorCode[] = [
  'license_not_found',
  'sso_code_invalid',
  'sso_token_invalid',
];

/**
 * Runs an operation and counts a wrong license key, username, code or token. Wrong passwords are counted where they are
 * checked.
 * @throws ApiError too_many_requests, or the error of `run`
 */
export async function limitGuesses<Reply>(
  guesses: Guesses,
  request: Request,
  run: () => Promise<Reply>,
): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ApiError && WRONG_GUESS.includes(error.code) && isGuess(request)) {
      const { apiKey, origin } = request;
      if (apiKey !== undefined) {
        await guesses.countWrong({ apiKeyId: apiKey.id, address: origin.address ?? '' });
      }
    }
    throw error;
  }
}

/** Uses the same authorization form as the operation, and ignores other fields. */
function isGuess({ operationId, query, body }: Request): boolean {
  if (!isAuthorized(operationId)) return false;
  const form = authorizationForm(operationId, (body ?? query) as AuthorizationFields);
  return form.kind !== 'username' || form.password === undefined;
}
