import { ApiError } from './errors.ts';

/** A request file of a device without a network. */
export interface OfflineFile {
  /** 2 when the whole request is signed; 1 when only a few of its values are. */
  readonly schema: 1 | 2;
  /** The outer signature; undefined in schema 1. */
  readonly outer: OuterSignature | undefined;
  /** A hash of the request. */
  readonly fingerprint: string;
}

export interface OuterSignature {
  readonly value: string;
  /** The texts of the request that may have been signed. All of them mean the same. */
  readonly signed: readonly string[];
}

/** The version of the schema that a file may have at most. */
export const NEWEST_SCHEMA = 2;

/** Milliseconds by which the clock of a device may be ahead: it may have the wrong time zone. */
export const MOST_AHEAD = 86_400_000;

/** When a request file was made, by the clock of the device, and its schema. */
export interface OfflineRequestFacts {
  readonly requestedAt: Date;
  readonly schema: number;
}

/**
 * Compares the file of a deactivation with that of the activation (docs/pages/decisions.md#request-files-that-were-changed).
 * @param activation the last file that the device was activated with; undefined when it was activated without one
 * @throws ApiError offline_date_not_valid, offline_schema_not_supported
 */
export function assertNotTamperedWith(
  deactivation: OfflineRequestFacts,
  activation: OfflineRequestFacts | undefined,
): void {
  if (activation === undefined) return;
  if (deactivation.requestedAt < activation.requestedAt) {
    throw new ApiError(
      'offline_date_not_valid',
      `The request file is dated ${deactivation.requestedAt.toUTCString()}, which is before the activation of the device.`,
    );
  }
  if (deactivation.schema < activation.schema) {
    throw new ApiError(
      'offline_schema_not_supported',
      `The request file has schema ${deactivation.schema}; that of the activation has ${activation.schema}.`,
    );
  }
}
