import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';

const { Check, Prompt, base } = interactionPolicy;

/**
 * oidc-provider's own rules of when to ask a user to sign in, without consent, with `select_account` and one more.
 * @param reason names the rule
 * @param isCovered whether the browser's session will do; not asked of a user who has just signed in
 */
export function loginPolicy(
  reason: string,
  isCovered: (ctx: KoaContextWithOIDC) => Promise<boolean>,
): interactionPolicy.DefaultPolicy {
  const policy = base();
  policy.remove('consent');
  const check = new Check(reason, 'End-User authentication is required', async (ctx) => {
    if (ctx.oidc.result?.login !== undefined) return Check.NO_NEED_TO_PROMPT;
    return (await isCovered(ctx)) ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
  });
  policy.get('login')?.checks.add(check);
  // Whoever may be asked for another account is asked as if they had none.
  policy.add(new Prompt({ name: 'select_account', requestable: true }));
  return policy;
}
