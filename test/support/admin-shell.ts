import { makeAdminToken } from './admin-client.ts';
import { latchkey } from './latchkey.ts';
import type { TestServer } from './start-server.ts';

/** Runs `latchkey …` for somebody who has an admin token of this server. */
export async function createAdminShell(server: TestServer) {
  const { token, id: tokenId } = await makeAdminToken(server);
  const env = { LATCHKEY_URL: server.url, LATCHKEY_ADMIN_TOKEN: token };
  const run = (...args: string[]) => latchkey(args, env);

  return {
    token,
    tokenId,
    env,
    run,

    /** What the command prints with `--json`, where it succeeds. */
    async json<Result>(...args: string[]): Promise<Result> {
      const { code, stdout, stderr } = await run(...args, '--json');
      if (code !== 0)
        throw new Error(`${args.join(' ')} ended with ${code ?? 'a signal'}: ${stderr}`);
      return JSON.parse(stdout) as Result;
    },
  };
}

export type AdminShell = Awaited<ReturnType<typeof createAdminShell>>;
