import { activateMembers } from '../bundles/activate-members.ts';
import type { SignedOperation } from '../contract/operation.ts';
import { deviceReport } from '../licenses/device-report.ts';
import { activationFile } from '../licenses/installation-file.ts';
import { requestedBundle } from '../licenses/requested-licenses.ts';
import { activatableBundle } from '../rules/bundle.ts';
import { signBytes } from '../security/response-signature.ts';
import { once } from './once.ts';
import { presentOfflineLicense } from './present-offline-license.ts';
import { permittedToBoth, requestedOffline } from './requested-offline.ts';

/** Activates all licenses of a bundle with the request file of a device: all of them or none. */
export const activateBundleOffline: SignedOperation<'activateBundleOffline'> = async (
  deps,
  request,
) => {
  const { body, operationId: action, origin, about } = request;
  const { offline, signed } = await requestedOffline(deps, request, 'activation');
  const permit = permittedToBoth(activatableBundle, request.credential);
  const { query, hardwareId, notFoundMessage } = await requestedBundle(deps, signed, body, permit);
  const now = deps.clock();
  const device = { hardwareId, report: deviceReport(body), action, origin, about };
  const key = deps.keys.current.response;
  const bundle = await deps.store.transaction((store) =>
    once(store, offline, now, async () => {
      const members = await activateMembers(store, query, device, {
        credential: signed.credential,
        isVm: body.is_vm,
        absent: notFoundMessage,
        now,
        channel: 'offline',
      });
      const licenses: Awaited<ReturnType<typeof presentOfflineLicense>>[] = [];
      for (const member of members) {
        const { license, product } = member;
        await store.offlineRequests.recordActivation(
          { licenseId: license.id, hardwareId },
          offline,
        );
        const installation = await activationFile({ ...deps, store }, member, { product, now });
        const expiredFeatures = body.include_expired_features === true;
        const context = { product, hardwareId, now, expiredFeatures, installation, offline };
        licenses.push(await presentOfflineLicense(key, member, context));
      }
      const bytes = Buffer.from(JSON.stringify({ licenses }));
      return { licenses, bundle_signature_v2: await signBytes(key, bytes) };
    }),
  );
  return { status: 200, body: bundle };
};
