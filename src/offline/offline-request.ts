import { createHmac } from 'node:crypto';
import type { components } from '../../generated/openapi.d.ts';
import type { Deps } from '../deps.ts';
import type { Credential } from '../rules/credential.ts';
import { ApiError } from '../rules/errors.ts';
import { MOST_AHEAD, NEWEST_SCHEMA, type OfflineFile } from '../rules/offline-file.ts';
import { parseHttpDate } from '../schemes/http-date.ts';
import { findSigner } from './find-signer.ts';
import { isSignature, sign, signatureMismatch } from '../schemes/requestSignature.ts';

type Request = components['schemas']['OfflineRequest'];
export type OfflineKind = NonNullable<Request['request']>;

/** A request file whose signatures are right. */
export interface OfflineRequest {
  /** Identifies the file. */
  readonly id: string;
  readonly fingerprint: string;
  readonly schema: 1 | 2;
  readonly requestedAt: Date;
  /** The file is refused from then on. */
  readonly expiresAt: Date;
  /** What signed the file. */
  readonly credential: Credential;
  /** Signs the answer as the request was signed. @returns Base64 */
  readonly signAnswer: (date: string) => string;
}

type Slice = Pick<Deps, 'store'> & {
  config: Pick<Deps['config'], 'offlineMaxAge' | 'offlineSchema' | 'requireOAuth'>;
};

/**
 * Checks the signatures, the schema and the date of a request file.
 * @param kind what the file must request; a file that does not say it may request anything
 * @throws ApiError those of `findSigner`; signature_mismatch, offline_schema_not_supported, offline_date_not_valid,
 *   validation_error
 */
export async function verifyOfflineRequest(
  { store, config }: Slice,
  { file, body, kind }: { file: OfflineFile; body: Request; kind: OfflineKind },
  now: Date,
): Promise<OfflineRequest> {
  const signer = await findSigner({ store, config }, body, now);
  const name = body.license_key ?? body.username ?? '';
  const signWith = (secret: string, date: string) =>
    sign(secret, date, name, body.hardware_id, signer.name);
  const secret = signer.secrets.find((one) =>
    isSignature(body.signature, signWith(one, body.date)),
  );
  if (secret === undefined) {
    throw signatureMismatch('that in the request file does not match its values and shared key.');
  }
  checkOuterSignature(file, body, secret);
  const schema = checkSchema(file, body, config.offlineSchema);
  const requestedAt = checkDate(body.date, now, config.offlineMaxAge);
  if (body.request !== undefined && body.request !== kind) {
    throw new ApiError('validation_error', `body.request must be ${kind}`);
  }
  return {
    // The signature differs whenever the device, the license or the second does.
    id: JSON.stringify([signer.name, kind, body.request_id ?? `signature ${body.signature}`]),
    fingerprint: file.fingerprint,
    schema,
    requestedAt,
    expiresAt: new Date(requestedAt.getTime() + config.offlineMaxAge + 1),
    credential: signer.credential,
    signAnswer: (date) => signWith(secret, date),
  };
}

function checkOuterSignature({ outer }: OfflineFile, body: Request, sharedKey: string): void {
  if (outer === undefined) {
    // Otherwise the outer signature could be removed together with the proof that nothing was changed.
    if ((body.schema_version ?? 1) === 1) return;
    throw signatureMismatch('a request file of schema 2 has a second signature, which is missing.');
  }
  const isSigned = outer.signed.some((text) => {
    const expected = createHmac('sha256', sharedKey).update(text).digest('hex');
    return isSignature(outer.value, expected);
  });
  if (!isSigned) throw signatureMismatch('the request file was changed after it was signed.');
}

function checkSchema({ schema }: OfflineFile, body: Request, least: 1 | 2): 1 | 2 {
  const version = body.schema_version ?? schema;
  if (version > NEWEST_SCHEMA || schema < least) {
    throw new ApiError(
      'offline_schema_not_supported',
      version > NEWEST_SCHEMA
        ? `The request file has schema ${version}; at most ${NEWEST_SCHEMA} is supported.`
        : `The request file has schema ${schema}; it must have ${least}.`,
    );
  }
  return schema;
}

function checkDate(text: string, now: Date, maxAge: number): Date {
  const date = parseHttpDate(text, now);
  if (date === undefined) {
    throw new ApiError(
      'offline_date_not_valid',
      `The date of the request file must be an HTTP date such as "${now.toUTCString()}".`,
    );
  }
  const age = now.getTime() - date.getTime();
  if (age > maxAge) {
    const days = Math.round(maxAge / 86_400_000);
    throw new ApiError(
      'offline_date_not_valid',
      `The request file is dated ${date.toUTCString()}, more than ${days} day(s) ago.`,
    );
  }
  if (age < -MOST_AHEAD) {
    throw new ApiError(
      'offline_date_not_valid',
      `The request file is dated ${date.toUTCString()}, which is in the future.`,
    );
  }
  return date;
}
