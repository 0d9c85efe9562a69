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
  /** None outside the License API. */
  readonly apiKey: ApiKey | undefined;
  readonly query: unknown;
  /** Undefined where the operation has none. */
  readonly body: unknown;
};

/** What an operation answers to a wrong license key, user name, code or token. */
const WRONG: readonly ErrorCode[] = ['license_not_found', 'sso_code_invalid', 'sso_token_invalid'];

/**
 * Runs an operation of the License API, and counts it where the request guessed wrong. Passwords are not counted here
 * but where they are checked.
 * @throws ApiError too_many_requests
 */
export async function limitGuesses<Reply>(
  guesses: Guesses,
  request: Request,
  run: () => Promise<Reply>,
): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ApiError && WRONG.includes(error.code) && isGuess(request)) {
      const { apiKey, origin } = request;
      if (apiKey !== undefined) {
        await guesses.wrong({ apiKeyId: apiKey.id, address: origin.address ?? '' });
      }
    }
    throw error;
  }
}

/** By the form that the operation itself goes by: what else is sent says nothing. */
function isGuess({ operationId, query, body }: Request): boolean {
  if (!isAuthorized(operationId)) return false;
  const form = authorizationForm(operationId, (body ?? query) as AuthorizationFields);
  return form.kind !== 'username' || form.password === undefined;
}
