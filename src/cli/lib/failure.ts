/** The exit codes. */
export const exitCodes = {
  ok: 0,
  /** The server refused, a rule was broken, or something failed. */
  refused: 1,
  /** The command line is invalid. */
  usage: 2,
  /** The server or the database does not respond. */
  unreachable: 3,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

/** Ends a command with a message, and with advice on what to do next. */
export class Failure extends Error {
  readonly exitCode: number;
  /** The error code, when the server refused. */
  readonly code: string | undefined;
  readonly advice: string | undefined;

  constructor(
    reason: Exclude<keyof typeof exitCodes, 'ok'>,
    message: string,
    options: { code?: string; advice?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'Failure';
    this.exitCode = exitCodes[reason];
    this.code = options.code;
    this.advice = options.advice;
  }
}
