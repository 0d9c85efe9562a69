import { ApiError, type ErrorCode } from '../errors.ts';
import { normalizeEmail } from '../licenses/license-user.ts';
import type { OperationRequest } from '../operation.ts';
import type { ApiKey } from '../security/api-key.ts';
import { apiGuess, type Guess, type Guesses, passwordGuess } from './guesses.ts';

type Request = Pick<OperationRequest<'activateLicense'>, 'origin'> & {
  /** None outside the License API. */
  readonly apiKey: ApiKey | undefined;
  readonly query: unknown;
  readonly body: unknown;
};

/** What an operation answers to a wrong license key, user name, password, code or token. */
const WRONG: readonly ErrorCode[] = ['license_not_found', 'sso_code_invalid', 'sso_token_invalid'];

/**
 * Runs an operation of the License API, and counts it where the request guessed wrong.
 * @throws ApiError too_many_requests
 */
export async function limitGuesses<Reply>(
  guesses: Guesses,
  request: Request,
  run: () => Promise<Reply>,
): Promise<Reply> {
  const guess = guessOf(request);
  if (guess === undefined) return run();
  let reply: Reply | undefined;
  let refusal: ApiError | undefined;
  await guesses(guess, async () => {
    try {
      reply = await run();
    } catch (error) {
      // Any other refusal tells nothing of the guess: it is neither counted nor forgiven.
      if (!(error instanceof ApiError && WRONG.includes(error.code))) throw error;
      refusal = error;
    }
    return refusal === undefined;
  });
  if (refusal !== undefined) throw refusal;
  return reply as Reply;
}

function guessOf({ query, body, apiKey, origin }: Request): Guess | undefined {
  if (apiKey === undefined) return undefined;
  const given = { ...(query as object), ...(body as object) } as Record<string, unknown>;
  const { username, password } = given;
  const address = origin.address ?? '';
  if (typeof username === 'string' && password !== undefined) {
    return passwordGuess(normalizeEmail(username.trim()), address);
  }
  const isGuess = ['license_key', 'username', 'id_token', 'code'].some((name) => name in given);
  return isGuess ? apiGuess(apiKey.id, address) : undefined;
}
