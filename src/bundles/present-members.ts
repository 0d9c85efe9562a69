import type { components } from '../../generated/openapi.d.ts';
import type { Deps } from '../deps.ts';
import { presentLicense } from '../licenses/present-license.ts';
import type { InstallationFields } from '../licenses/installation-file.ts';
import type { Member, Members } from '../rules/bundle-license.ts';

/** The response with the licenses of a bundle, each signed. */
export function presentMembers(
  { keys }: Pick<Deps, 'keys'>,
  members: Members,
  context: {
    hardwareId: string;
    now: Date;
    expiredFeatures: boolean;
    /** The newest version that a license gets. */
    installationOf: (member: Member) => Promise<InstallationFields>;
  },
): Promise<components['schemas']['License'][]> {
  const key = keys.current.response;
  return Promise.all(
    members.map(async (member) => {
      const installation = await context.installationOf(member);
      return presentLicense(key, member, { ...context, product: member.product, installation });
    }),
  );
}
