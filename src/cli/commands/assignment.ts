import type { Command } from 'commander';
import { fields } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminOptions, answer } from '../lib/admin-api.ts';
import type { AdminClient } from '../lib/admin-client.ts';
import { adminCommand, withAdminClient, type Details, showThing } from '../lib/admin-command.ts';
import { confirm } from '../lib/confirm.ts';
import type { Context } from '../lib/context.ts';
import { addFieldOptions, optionsFor, readFieldOptions } from '../lib/field-options.ts';
import { omitUndefined } from '../lib/fields.ts';
import { findLicense, findUser } from '../lib/find.ts';

type License = components['schemas']['AdminLicense'];

const PATH = '/admin/v1/licenses/{id}/users/{user_id}';

const { max_activations } = fields.NewAssignment;
const assignOptions = optionsFor(
  { max_activations },
  { max_activations: { help: 'devices that this user may activate, or unlimited' } },
);

/** Adds `latchkey license assign` and `unassign`. @param details of a license, which they show */
export function addAssignments(family: Command, context: Context, details: Details<License>): void {
  const assign = adminCommand(
    family,
    'assign <license> <user>',
    'assign a license to a license user',
  );
  addFieldOptions(assign, assignOptions, 'update').action(
    withAdminClient(context, async (api, options: AdminOptions, ...names) => {
      const params = await assignmentOf(api, names);
      const body = await readFieldOptions(assignOptions, { ...options }, api);
      showThing(context, options, await answer(api.PUT(PATH, { params, body })), details);
    }),
  );

  type Unassign = AdminOptions & { releaseDevices?: true; yes?: true };
  adminCommand(family, 'unassign <license> <user>', 'unassign a license from a license user')
    .option('--release-devices', 'release the devices of the user too')
    .option('--yes', 'do not ask before devices are released')
    .action(
      withAdminClient(context, async (api, options: Unassign, ...names) => {
        const { path } = await assignmentOf(api, names);
        if (options.releaseDevices) {
          const [license, user] = names;
          const question = `Release the devices of ${user} on the license ${license}?`;
          await confirm(context, question, options);
        }
        const query = omitUndefined({ release_devices: options.releaseDevices });
        const request = api.DELETE(PATH, { params: { path, query } });
        showThing(context, options, await answer(request), details);
      }),
    );
}

async function assignmentOf(api: AdminClient, [license = '', user = '']: string[]) {
  const [{ id }, { id: userId }] = await Promise.all([
    findLicense(api, license),
    findUser(api, user),
  ]);
  return { path: { id, user_id: userId } };
}
