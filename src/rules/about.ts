/** The user, product, license and device that an audit entry is about, as far as they are known, as they were sent. */
export interface About {
  /** The person's e-mail address. */
  email?: string | undefined;
  /** The same person, where they are a license user. */
  licenseUserId?: number | undefined;
  /** The product's code. */
  product?: string | undefined;
  licenseKey?: string | undefined;
  hardwareId?: string | undefined;
}

/** What the parameters of a request tell. The operation adds what it learns. */
export function aboutRequest(request: {
  readonly query?: unknown;
  readonly body?: unknown;
  readonly path?: unknown;
}): About {
  const { query, body, path } = request;
  const given = { ...(query as object), ...(body as object) } as Record<string, unknown>;
  const text = (...names: string[]): string | undefined =>
    names.map((name) => given[name]).find((value) => typeof value === 'string');
  const { user_id: userId } = (path ?? {}) as { user_id?: unknown };
  return {
    email: text('username', 'email', 'login_hint'),
    licenseUserId: typeof userId === 'number' ? userId : undefined,
    product: text('product'),
    licenseKey: text('license_key'),
    hardwareId: text('hardware_id'),
  };
}
