import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';

const { Check, Prompt, base } = interactionPolicy;

/**
 * The interaction policy: oidc-provider's rules without consent, with `select_account` and one more rule.
 * @param reason the name of that rule
 * @param hasUsableSession whether the browser's session is sufficient; not called for a user who has just signed in
 */
export function loginPolicy(
  reason: string,
  hasUsableSession: (ctx: KoaContextWithOIDC) => Promise<boolean>,
): interactionPolicy.DefaultPolicy {
  const policy = base();
  policy.remove('consent');
  const check = new Check(reason, 'End-User authentication is required', async (ctx) => {
    if (ctx.oidc.result?.login !== undefined) return Check.NO_NEED_TO_PROMPT;
    return (await hasUsableSession(ctx)) ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
  });
  policy.get('login')?.checks.add(check);
  // Lets applications ask for another account.
  policy.add(new Prompt({ name: 'select_account', requestable: true }));
  return policy;
}
