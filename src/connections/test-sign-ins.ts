import { randomBytes } from 'node:crypto';
import type { ProviderSays } from './provider-error.ts';
import type { ShownClaim } from './displayed-claims.ts';
import type { Deps } from '../deps.ts';
import type { SignInCause } from '../rules/sign-in-causes.ts';
import type { Tables } from '../store/tables.ts';

/** A test of a connection that somebody performs in a browser. */
export interface TestSignIn {
  readonly id: string;
  readonly customerAccountId: number;
  readonly expiresAt: Date;
  /** Whether somebody has opened its URL. */
  readonly isOpened: boolean;
}

/** What came of it. */
export interface TestResult {
  /** Undefined where somebody signed in. */
  readonly refused?: {
    readonly cause: SignInCause;
    readonly reason: string;
    readonly says?: ProviderSays | undefined;
  };
  readonly email?: string | undefined;
  /** The license user whom the address leads to. */
  readonly user?: { readonly id: number; readonly email: string; readonly enabled: boolean };
  /** Whether they hold a license that a customer of the account was issued. */
  readonly isOfAccount: boolean;
  readonly claims: readonly ShownClaim[];
  /** Who may see its page: the browser that came back with it. */
  readonly browser: string;
  /** Of the request that ended it: the log has it under this id. */
  readonly requestId: string;
}

/** How a test stands. */
export type TestState = 'waiting' | 'signed_in' | 'refused' | 'expired';

export interface KnownTest {
  readonly test: TestSignIn;
  readonly state: TestState;
  readonly result: TestResult | undefined;
}

const KIND = 'TestSignIn';
const RESULT = 'TestSignInResult';
/** Milliseconds: for somebody to open it and to sign in; and as long again until its result is gone. */
const LIFETIME = 10 * 60_000;

type Records = Pick<Tables, 'records'>;
type Slice = Pick<Deps, 'store' | 'clock'>;

/** Begins one. @returns its id, which nobody can guess */
export async function beginTest(
  tables: Records,
  customerAccountId: number,
  now: Date,
): Promise<TestSignIn> {
  const id = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + LIFETIME);
  const test = { id, customerAccountId, expiresAt, isOpened: false };
  await keep(tables, test);
  return test;
}

/** Notes that somebody opened it. */
export function noteOpened({ store }: Pick<Slice, 'store'>, test: TestSignIn): Promise<void> {
  return keep(store, { ...test, isOpened: true });
}

/** Ends one, once. @returns whether it was this that ended it */
export async function endTest(
  tables: Records,
  id: string,
  result: TestResult,
  now: Date,
): Promise<boolean> {
  const record = await tables.records.consume(KIND, id, now);
  if (record === undefined) return false;
  const { customerAccountId } = record as { customerAccountId?: number };
  const expiresAt = new Date(now.getTime() + LIFETIME);
  await tables.records.put(RESULT, id, { ...result }, expiresAt, { customerAccountId });
  return true;
}

/** @returns undefined for one that never was, or is long over */
export async function findTest(
  { store, clock }: Slice,
  id: string,
): Promise<KnownTest | undefined> {
  const record = await store.records.find(KIND, id);
  if (record === undefined) return undefined;
  const { customerAccountId, isOpened } = record.payload as {
    customerAccountId: number;
    isOpened: boolean;
  };
  const { expiresAt } = record;
  const test = { id, customerAccountId, expiresAt, isOpened };
  const now = clock();
  const ended = await store.records.find(RESULT, id);
  if (ended !== undefined && ended.expiresAt > now) {
    const result = ended.payload as unknown as TestResult;
    return { test, state: result.refused === undefined ? 'signed_in' : 'refused', result };
  }
  const isOver = ended !== undefined || expiresAt <= now;
  return { test, state: isOver ? 'expired' : 'waiting', result: undefined };
}

async function keep({ records }: Records, test: TestSignIn): Promise<void> {
  const { id, customerAccountId, expiresAt, isOpened } = test;
  await records.put(KIND, id, { customerAccountId, isOpened }, expiresAt, { customerAccountId });
}
