import { ApiError } from './errors.ts';

/** The licenses that a credential may be used for. */
export type Scope = { readonly kind: 'company' } | LimitedScope;

/** The licenses of a customer account or of a customer, or one license. */
export interface LimitedScope {
  readonly kind: 'customer_account' | 'customer' | 'license';
  readonly id: number;
  /** The account, or that of the customer or license; null when there is none. */
  readonly customerAccountId: number | null;
}

/** All licenses. */
export const companyScope: Scope = { kind: 'company' };

/** The licenses that are in both scopes; undefined when these differ, because few requests have two limited ones. */
export function narrowerScope(one: Scope, other: Scope): Scope | undefined {
  if (one.kind === 'company') return other;
  const isSame = other.kind === one.kind && other.id === one.id;
  return other.kind === 'company' || isSame ? one : undefined;
}

/** True when the users of a customer account may sign in: those of the account of the scope. */
export function isAccountInScope(scope: Scope, accountId: number): boolean {
  return scope.kind === 'company' || scope.customerAccountId === accountId;
}

/** What authenticates a request of the License API. */
export interface Credential {
  readonly kind: 'api_key' | 'oauth_client';
  readonly id: number;
  /** True when it cannot change anything. */
  readonly read_only: boolean;
  /** The products it may be used for; null for all. */
  readonly product_ids: readonly number[] | null;
  readonly scope: Scope;
}

/** What a credential is called in messages. */
export const CREDENTIAL_NAMES = {
  api_key: 'API key',
  oauth_client: 'OAuth client',
} as const satisfies Record<Credential['kind'], string>;

/** A text that no other credential has, to count and compare by. */
export function nameCredential({ kind, id }: Pick<Credential, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}

/** True when the credential is not limited to other products. */
export function mayUse({ product_ids: allowed }: Credential, productId: number): boolean {
  return allowed === null || allowed.includes(productId);
}

/** @throws ApiError read_only_api_key */
export function assertMayChange({ kind, read_only: readOnly }: Credential): void {
  if (readOnly) {
    throw new ApiError('read_only_api_key', `This ${CREDENTIAL_NAMES[kind]} is read-only.`);
  }
}
