/** What was looked at, how it stands, and what to do about it. */
export interface Finding {
  readonly check: string;
  readonly level: 'ok' | 'warning' | 'fault';
  readonly message: string;
  /** null where nothing is to be done. */
  readonly cure: string | null;
}

export function ok(check: string, message: string): Finding {
  return { check, level: 'ok', message, cure: null };
}

/** It works, and could do so better. */
export function warning(check: string, message: string, cure: string): Finding {
  return { check, level: 'warning', message, cure };
}

/** Something does not work. */
export function fault(check: string, message: string, cure: string): Finding {
  return { check, level: 'fault', message, cure };
}
