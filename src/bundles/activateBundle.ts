import type { SignedOperation } from '../contract/operation.ts';
import { claimToken } from '../licenses/claim-token.ts';
import { deviceReport } from '../licenses/device-report.ts';
import { activationFile } from '../licenses/installation-file.ts';
import { requestedBundle } from '../licenses/requested-licenses.ts';
import { activatableBundle } from '../rules/bundle.ts';
import { activateMembers } from './activate-members.ts';
import { presentMembers } from './present-members.ts';

/** Activates all licenses of a bundle on a device, in one transaction: all of them or none. */
export const activateBundle: SignedOperation<'activateBundle'> = async (deps, request) => {
  const { body, operationId: action, origin, about, credential } = request;
  const requested = await requestedBundle(deps, request, body, activatableBundle);
  const { query, hardwareId, notFoundMessage: absent, tokenUse } = requested;
  const now = deps.clock();
  const device = { hardwareId, report: deviceReport(body), action, origin, about };
  const members = await deps.store.transaction(async (store) => {
    await claimToken(store, tokenUse, hardwareId);
    return activateMembers(store, query, device, { credential, isVm: body.is_vm, absent, now });
  });
  const expiredFeatures = body.include_expired_features === true;
  return {
    status: 200,
    body: await presentMembers(deps, members, {
      hardwareId,
      now,
      expiredFeatures,
      installationOf: (member) => activationFile(deps, member, { product: member.product, now }),
    }),
  };
};
