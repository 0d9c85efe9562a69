/** The result of a check, and how to correct it. */
export interface Finding {
  readonly check: string;
  readonly level: 'ok' | 'warning' | 'fault';
  readonly message: string;
  /** Null when nothing needs to be done. */
  readonly cure: string | null;
}

export function ok(check: string, message: string): Finding {
  return { check, level: 'ok', message, cure: null };
}

/** Something works, but should be improved. */
export function warning(check: string, message: string, cure: string): Finding {
  return { check, level: 'warning', message, cure };
}

/** Something does not work. */
export function fault(check: string, message: string, cure: string): Finding {
  return { check, level: 'fault', message, cure };
}
