import type { SignedOperation } from '../contract/operation.ts';
import { deviceReport, isEmptyReport } from '../licenses/device-report.ts';
import { checkedFile } from '../licenses/installation-file.ts';
import { recordSeen } from '../licenses/record-seen.ts';
import { requestedBundle } from '../licenses/requested-licenses.ts';
import { checkBundle as checkMembers } from '../rules/bundle-license.ts';
import type { Tables } from '../store/tables.ts';
import { findMembers } from './find-members.ts';
import { holdSlots } from './hold-slots.ts';
import { presentMembers } from './present-members.ts';

/**
 * Returns the licenses of a bundle that a device is bound to, and renews its slots of floating licenses. With a read-only
 * API key nothing is stored.
 */
export const checkBundle: SignedOperation<'checkBundle'> = async (deps, request) => {
  const { credential } = request;
  const requested = await requestedBundle(deps, request, request.query);
  const { query, hardwareId, notFoundMessage: absent } = requested;
  const now = deps.clock();
  const find = async (store: Pick<Tables, 'seats' | 'products'>) =>
    checkMembers(await findMembers(store, query, now), { credential, absent, now });
  const members = await holdSlots(deps, await find(deps.store), {
    credential,
    now,
    findAgain: find,
  });

  const report = deviceReport(request.query);
  if (!credential.read_only && !isEmptyReport(report)) {
    await deps.store.transaction(async (store) => {
      for (const { device } of members) await store.seats.updateDevice(device, report, now);
    });
  } else {
    for (const { device } of members) await recordSeen(deps, credential, device, now);
  }
  const expiredFeatures = request.query.include_expired_features === true;
  return {
    status: 200,
    body: await presentMembers(deps, members, {
      hardwareId,
      now,
      expiredFeatures,
      installationOf: (member) =>
        checkedFile(deps, member, { product: member.product, now, environment: request.query.env }),
    }),
  };
};
