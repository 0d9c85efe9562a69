import { userInfo } from 'node:os';
import type { Origin } from '../audit.ts';

/** Whoever works here, for the audit log. */
export function commandLine(): Origin {
  const { username } = userInfo();
  return { actorKind: 'command_line', actorId: username, address: null, requestId: null };
}
