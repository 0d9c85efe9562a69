import type Koa from 'koa';

/** What is known of a request once it is answered, for log, metrics and traces. No secret, and little to tell apart by. */
export interface RequestFacts {
  /** The operation of the contract, or the name of a page; `none` where nothing is. */
  readonly operation: string;
  /** Its path in the contract or of the page, without what stands for a value. */
  readonly route: string | undefined;
  readonly status: number;
  /** The code of the refusal. */
  readonly code: string | undefined;
  /** The code, or in words what came of a page. */
  readonly outcome: string | undefined;
  /** What the caller was told of the refusal. */
  readonly message: string | undefined;
  /** Why, where that is not for the caller. */
  readonly detail: string | undefined;
  /** The customer account that somebody signs in to. */
  readonly account: string | undefined;
  readonly apiKeyId: number | undefined;
  readonly adminTokenId: number | undefined;
}

/** What the parts of the server left in `ctx.state`, and koa-router and oidc-provider beside it. */
interface Traces {
  readonly state: Partial<Omit<RequestFacts, 'operation' | 'status'>> & { operationId?: string };
  readonly _matchedRouteName?: string;
  readonly _matchedRoute?: string;
  readonly oidc?: { readonly route?: string };
}

export function requestFacts(ctx: Koa.Context): RequestFacts {
  const { state, oidc, _matchedRouteName: page, _matchedRoute: route } = ctx as Traces;
  const issuer = oidc?.route === undefined ? undefined : `issuer_${oidc.route}`;
  return {
    operation: state.operationId ?? issuer ?? page ?? 'none',
    // oidc-provider's own routes lack where it is mounted.
    route: state.route ?? (oidc === undefined ? route : undefined),
    status: ctx.status,
    code: state.code,
    outcome: state.outcome,
    message: state.message,
    detail: state.detail,
    account: state.account,
    apiKeyId: state.apiKeyId,
    adminTokenId: state.adminTokenId,
  };
}
