/**
 * What an audit entry is about: user, product, license and device, as far as they are known, with the values that were
 * sent.
 */
export interface About {
  /** The user's e-mail address. */
  email?: string | undefined;
  /** The ID of that user, if they are a license user. */
  licenseUserId?: number | undefined;
  /** The product's code. */
  product?: string | undefined;
  licenseKey?: string | undefined;
  hardwareId?: string | undefined;
}

/** What the parameters of a request say. The operation adds the rest. */
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
