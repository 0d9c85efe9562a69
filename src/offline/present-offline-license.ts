import type { KeyObject } from 'node:crypto';
import type { components } from '../../generated/openapi.d.ts';
import { presentLicense } from '../licenses/present-license.ts';
import { signBytes } from '../security/response-signature.ts';
import type { OfflineRequest } from './offline-request.ts';

/**
 * The OfflineLicense schema of the contract: a license that a device can verify without the headers of a response.
 * @param key the response key
 */
export async function presentOfflineLicense(
  key: KeyObject,
  candidate: Parameters<typeof presentLicense>[1],
  context: Parameters<typeof presentLicense>[2] & { offline: OfflineRequest },
): Promise<components['schemas']['OfflineLicense']> {
  const date = context.now.toUTCString();
  const { license_signature, ...license } = await presentLicense(key, candidate, context);
  const signed = { ...license, date, offline_signature: context.offline.signAnswer(date) };
  const license_signature_v2 = await signBytes(key, Buffer.from(JSON.stringify(signed)));
  return { ...signed, license_signature, license_signature_v2 };
}
