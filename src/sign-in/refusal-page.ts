import type Koa from 'koa';
import type { Deps } from '../deps.ts';
import type { Interaction } from '../issuer/interaction.ts';
import { sendPage } from '../pages/send-page.ts';
import type { Refusal } from '../pages/texts/texts.ts';
import { pathOf, redirectUriOf } from './interaction.ts';

/** A refusal as its page shows it. */
export interface ShownRefusal {
  readonly interactionUid: string;
  readonly status: 403 | 502;
  readonly accountName: string;
  readonly refusal: Refusal;
  readonly said?: string;
  /** Of the request that was refused: the log has it under this id. */
  readonly requestId: string;
}

const KIND = 'RefusedSignIn';
/** Milliseconds in which the page may be loaded again. */
const LIFETIME = 10 * 60_000;

/** Keeps a refusal, so that its page survives a reload: the state in its address is used up by then. */
export async function keepRefusal(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  key: { state: string; browser: string },
  shown: ShownRefusal,
): Promise<void> {
  const expiresAt = new Date(clock().getTime() + LIFETIME);
  await store.records.put(KIND, key.state, { browser: key.browser, shown }, expiresAt);
}

/** @returns the refusal that this browser was shown at this state */
export async function findRefusal(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  key: { state: string; browser: string },
): Promise<ShownRefusal | undefined> {
  const record = await store.records.find(KIND, key.state);
  if (record === undefined || record.expiresAt <= clock()) return undefined;
  const { browser, shown } = record.payload as { browser?: string; shown?: ShownRefusal };
  return browser === key.browser ? shown : undefined;
}

/** Shows a refusal, with every way on that there is. */
export function showRefusal(ctx: Koa.Context, shown: ShownRefusal, interaction: Interaction): void {
  const path = pathOf(interaction);
  const { status, accountName, refusal, said, requestId } = shown;
  const page = {
    refusal,
    returnAction: path,
    anotherAction: `${path}?another`,
    ...(said === undefined ? {} : { said }),
  };
  const options = { formActions: [redirectUriOf(interaction)] };
  // The page names the request that was refused, whichever shows it.
  ctx.state['shownRequestId'] = requestId;
  if (status === 403) return sendPage(ctx, status, 'refused', page, options);
  sendPage(
    ctx,
    status,
    'providerUnreachable',
    { ...page, accountName, retryAction: path },
    options,
  );
}
