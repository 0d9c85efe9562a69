import type Koa from 'koa';
import type { Deps } from '../deps.ts';
import type { Interaction } from '../issuer/interaction.ts';
import { sendPage } from '../pages/send-page.ts';
import type { Refusal } from '../pages/texts/texts.ts';
import { pathOf, redirectUriOf } from './interaction.ts';

/** The content of the page of a refused sign-in. */
export interface RefusalPage {
  readonly interactionUid: string;
  readonly status: 403 | 502;
  readonly accountName: string;
  readonly refusal: Refusal;
  /** The error response of the provider. */
  readonly said?: string;
  /** The ID of the refused request, as in the log. */
  readonly requestId: string;
}

const KIND = 'RefusedSignIn';
/** Milliseconds for which the page can be reloaded. */
const LIFETIME = 10 * 60_000;

/** Stores the page of a refusal, so that it can be reloaded although the state in its URL is consumed. */
export async function storeRefusalPage(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  key: { state: string; browser: string },
  page: RefusalPage,
): Promise<void> {
  const expiresAt = new Date(clock().getTime() + LIFETIME);
  await store.records.put(KIND, key.state, { browser: key.browser, page }, expiresAt);
}

/** @returns the page that this browser was shown for this state */
export async function findRefusalPage(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  key: { state: string; browser: string },
): Promise<RefusalPage | undefined> {
  const record = await store.records.find(KIND, key.state);
  if (record === undefined || record.expiresAt <= clock()) return undefined;
  const { browser, page } = record.payload as { browser?: string; page?: RefusalPage };
  return browser === key.browser ? page : undefined;
}

/** Sends the page of a refusal, with buttons to try again and to return to the application. */
export function sendRefusalPage(
  ctx: Koa.Context,
  page: RefusalPage,
  interaction: Interaction,
): void {
  const path = pathOf(interaction);
  const { status, accountName, refusal, said, requestId } = page;
  const fields = {
    refusal,
    returnAction: path,
    anotherAction: `${path}?another`,
    ...(said === undefined ? {} : { said }),
  };
  const options = { formActions: [redirectUriOf(interaction)] };
  // A reloaded page shows the ID of the refused request too.
  ctx.state['shownRequestId'] = requestId;
  if (status === 403) return sendPage(ctx, status, 'refused', fields, options);
  sendPage(
    ctx,
    status,
    'providerUnreachable',
    { ...fields, accountName, retryAction: path },
    options,
  );
}
