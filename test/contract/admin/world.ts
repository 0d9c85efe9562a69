import { randomUUID } from 'node:crypto';
import { build } from '../../support/build.ts';
import { type AdminCall, createAdminClient } from '../../support/admin-client.ts';
import { startServer } from '../../support/start-server.ts';

/** A server with an admin token. */
export async function createAdminWorld(options: Parameters<typeof startServer>[0] = {}) {
  const server = await startServer(options);
  const make = build(server.store);
  const client = await createAdminClient(server);
  return { server, make, client };
}

export type AdminWorld = Awaited<ReturnType<typeof createAdminWorld>>;

/** A code, a name or a key that nothing else has. */
export const unique = (prefix: string) => `${prefix}-${randomUUID()}`;

/** A request of the operation that succeeds, once. */
export async function goodAdminCall(
  { make }: Pick<AdminWorld, 'make'>,
  operationId: string,
): Promise<AdminCall> {
  switch (operationId) {
    case 'createProduct':
      return { body: { code: unique('made'), name: 'Made', authorization_method: 'user' } };
    case 'getProduct':
    case 'deleteProduct':
      return { path: { id: (await make.product()).id } };
    case 'updateProduct':
      return { path: { id: (await make.product()).id }, body: { name: 'Another' } };
    case 'listProducts':
    case 'listAuditEntries':
      return {};
    default:
      throw new Error(`goodAdminCall does not know ${operationId}`);
  }
}
