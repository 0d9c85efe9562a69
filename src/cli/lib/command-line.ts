import { userInfo } from 'node:os';
import type { Origin } from '../../rules/audit-event.ts';

/** The user of the command line, for the audit log. */
export function commandLine(): Origin {
  return { actorKind: 'command_line', actorId: userName(), address: null, requestId: null };
}

/** In a container the user may have a number without a name. */
function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return process.getuid?.().toString() ?? null;
  }
}
