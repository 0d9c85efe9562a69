import { randomBytes } from 'node:crypto';
import type { ErrorResponse } from './provider-error.ts';
import type { DisplayedClaim } from './displayed-claims.ts';
import type { Deps } from '../deps.ts';
import type { SignInCause } from '../rules/sign-in-causes.ts';
import type { Tables } from '../store/tables.ts';

/** A test of a connection by a sign-in in a browser. */
export interface TestSignIn {
  readonly id: string;
  readonly customerAccountId: number;
  readonly expiresAt: Date;
  /** True once its URL has been opened in a browser. */
  readonly isOpened: boolean;
}

/** The result of a test sign-in. */
export interface TestSignInResult {
  /** Why the user was refused; undefined when the user signed in. */
  readonly refused?: {
    readonly cause: SignInCause;
    readonly reason: string;
    readonly errorResponse?: ErrorResponse | undefined;
  };
  readonly email?: string | undefined;
  /** The license user with this address. */
  readonly user?: { readonly id: number; readonly email: string; readonly enabled: boolean };
  /** True when this user has a license that was issued to a customer of the customer account. */
  readonly isOfAccount: boolean;
  readonly claims: readonly DisplayedClaim[];
  /** Hash of the cookie of the browser that signed in. Only this browser may see the result page. */
  readonly browser: string;
  /** The ID of the request that ended the test, as in the log. */
  readonly requestId: string;
}

/** The state of a test sign-in. */
type TestState = 'waiting' | 'signed_in' | 'refused' | 'expired';

export interface TestSignInStatus {
  readonly test: TestSignIn;
  readonly state: TestState;
  readonly result: TestSignInResult | undefined;
}

const KIND = 'TestSignIn';
const RESULT = 'TestSignInResult';
/** Milliseconds until a test expires, and until its result is deleted. */
const LIFETIME = 10 * 60_000;

type Records = Pick<Tables, 'records'>;
type Slice = Pick<Deps, 'store' | 'clock'>;

/** Creates a test sign-in. Its ID is random, because whoever knows it may perform the test. */
export async function beginTest(
  tables: Records,
  customerAccountId: number,
  now: Date,
): Promise<TestSignIn> {
  const id = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + LIFETIME);
  const test = { id, customerAccountId, expiresAt, isOpened: false };
  await save(tables, test);
  return test;
}

/** Stores that the URL of the test was opened. */
export function markTestOpened({ store }: Pick<Slice, 'store'>, test: TestSignIn): Promise<void> {
  return save(store, { ...test, isOpened: true });
}

/** Ends a test sign-in and stores its result. @returns false when it had already ended */
export async function endTest(
  tables: Records,
  id: string,
  result: TestSignInResult,
  now: Date,
): Promise<boolean> {
  const record = await tables.records.consume(KIND, id, now);
  if (record === undefined) return false;
  const { customerAccountId } = record as { customerAccountId?: number };
  const expiresAt = new Date(now.getTime() + LIFETIME);
  await tables.records.put(RESULT, id, { ...result }, expiresAt, { customerAccountId });
  return true;
}

/** @returns undefined when it does not exist or its record was deleted */
export async function findTest(
  { store, clock }: Slice,
  id: string,
): Promise<TestSignInStatus | undefined> {
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
    const result = ended.payload as unknown as TestSignInResult;
    return { test, state: result.refused === undefined ? 'signed_in' : 'refused', result };
  }
  const isOver = ended !== undefined || expiresAt <= now;
  return { test, state: isOver ? 'expired' : 'waiting', result: undefined };
}

async function save({ records }: Records, test: TestSignIn): Promise<void> {
  const { id, customerAccountId, expiresAt, isOpened } = test;
  await records.put(KIND, id, { customerAccountId, isOpened }, expiresAt, { customerAccountId });
}
