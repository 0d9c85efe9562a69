import { userInfo } from 'node:os';
import type { Origin } from '../../rules/audit-event.ts';

/** Whoever works here, for the audit log. */
export function commandLine(): Origin {
  return { actorKind: 'command_line', actorId: userName(), address: null, requestId: null };
}

/** In a container the user may be a number that no name is known for. */
function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return process.getuid?.().toString() ?? null;
  }
}
