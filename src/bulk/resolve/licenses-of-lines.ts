import type { Line } from '../parse-record.ts';
import { findLicenses, type KnownLicense } from './known-licenses.ts';
import { mapAccepted, type Resolving } from './resolving.ts';

/** Finds the licenses that lines refer to. Lines without one are refused. @returns each other line with its license */
export async function licensesOfLines(
  resolving: Resolving,
): Promise<{ readonly line: Line; readonly license: KnownLicense }[]> {
  const licenses = await findLicenses(resolving, 'license_id');
  return mapAccepted(resolving.lines, (line) => {
    const license = licenses.referred(line);
    return license && { line, license };
  });
}
