import { activateOnDevice, type ActivatingDevice } from '../licenses/activate-on-device.ts';
import { claimToLicense, renewSlot } from '../licenses/take-slot.ts';
import type { Channel } from '../rules/activation.ts';
import type { Credential } from '../rules/credential.ts';
import {
  chooseBundleActivation,
  type Member,
  type Members,
  refusalOfMember,
} from '../rules/bundle-license.ts';
import type { Tables } from '../store/tables.ts';
import type { CandidateQuery } from '../store/tables/license-candidates.ts';
import { findMembers } from './find-members.ts';

/**
 * Activates all members of a bundle license on a device, or none. Takes the slots of floating licenses that are free. Call it in a transaction, so that no seat is sold
 * twice.
 * @param request.absent the message when there is no such bundle license
 * @returns the members as they are now
 * @throws ApiError those of `chooseBundleActivation` and `activateOnDevice`
 */
export async function activateMembers(
  store: Tables,
  query: CandidateQuery,
  device: ActivatingDevice,
  request: {
    credential: Credential;
    isVm: boolean | undefined;
    absent: string;
    now: Date;
    channel?: Channel;
  },
): Promise<Members> {
  const chosen = chooseBundleActivation(await findMembers(store, query, request.now), request);
  const activated: Member[] = [];
  for (const member of chosen) {
    const { product } = member.candidate;
    const about = { ...device.about, product: product.code };
    const done = await activateOnDevice(store, member, { ...device, about }, request.now).catch(
      (error: unknown) => {
        throw refusalOfMember(product, error);
      },
    );
    const claim = claimToLicense(done, product, request.now);
    activated.push({ ...done, slot: (await renewSlot(store, claim, request.now)).slot });
  }
  return activated;
}
