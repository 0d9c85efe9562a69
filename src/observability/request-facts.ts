import type Koa from 'koa';

/** The properties of a finished request for log, metrics and traces. They contain no secrets and have few values. */
export interface RequestFacts {
  /** The operationId of the contract or the name of a page; `none` when the path does not exist. */
  readonly operation: string;
  /** The path template. */
  readonly route: string | undefined;
  readonly status: number;
  /** The error code. */
  readonly code: string | undefined;
  /** The error code, or the outcome of a page in words. */
  readonly outcome: string | undefined;
  /** The message of the error. */
  readonly message: string | undefined;
  /** The reason of an error that the caller must not know. */
  readonly detail: string | undefined;
  /** The code of the customer account of a sign-in. */
  readonly account: string | undefined;
  readonly apiKeyId: number | undefined;
  readonly oauthClientId: number | undefined;
  readonly adminTokenId: number | undefined;
}

/** What the server stores in `ctx.state`, and koa-router and oidc-provider in `ctx`. */
interface RequestState {
  readonly state: Partial<Omit<RequestFacts, 'operation' | 'status'>> & { operationId?: string };
  readonly _matchedRouteName?: string;
  readonly _matchedRoute?: string;
  readonly oidc?: { readonly route?: string };
}

export function requestFacts(ctx: Koa.Context): RequestFacts {
  const { state, oidc, _matchedRouteName: page, _matchedRoute: route } = ctx as RequestState;
  const issuer = oidc?.route === undefined ? undefined : `issuer_${oidc.route}`;
  return {
    operation: state.operationId ?? issuer ?? page ?? 'none',
    // The routes of oidc-provider lack the path where it is mounted.
    route: state.route ?? (oidc === undefined ? route : undefined),
    status: ctx.status,
    code: state.code,
    outcome: state.outcome,
    message: state.message,
    detail: state.detail,
    account: state.account,
    apiKeyId: state.apiKeyId,
    oauthClientId: state.oauthClientId,
    adminTokenId: state.adminTokenId,
  };
}
