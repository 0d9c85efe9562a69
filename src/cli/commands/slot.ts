import type { Command } from 'commander';
import { listParameters } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminOptions, answer } from '../lib/admin-api.ts';
import { adminCommand, type Details, withAdminClient } from '../lib/admin-command.ts';
import { confirm } from '../lib/confirm.ts';
import { type Context, say } from '../lib/context.ts';
import { findLicense } from '../lib/find.ts';
import { addFamilyExamples } from '../lib/help.ts';
import { listCommand, type ListOptions, showList } from '../lib/list.ts';

type Slot = components['schemas']['AdminSlot'];

const SLOTS = '/admin/v1/licenses/{id}/slots';

const details: Details<Slot> = {
  ID: ({ id }) => id,
  'Hardware id': ({ hardware_id }) => hardware_id,
  User: ({ license_user_email }) => license_user_email,
  Feature: ({ feature }) => feature,
  Since: ({ created_at }) => created_at,
  Until: ({ held_until }) => held_until,
  Borrowed: ({ borrowed_until }) => borrowed_until,
};

/** `latchkey slot …`. */
export function addSlots(program: Command, context: Context): void {
  const family = program
    .command('slot')
    .description('slots of floating licenses and features that are in use');

  listCommand(family, 'list the slots in use of a license', listParameters.listSlots)
    .argument('<license>', 'ID or license key of the license')
    .action(
      withAdminClient(context, async (api, options: ListOptions, license = '') => {
        const path = { id: (await findLicense(api, license)).id };
        await showList(context, options, details, (query) =>
          answer(api.GET(SLOTS, { params: { path, query } })),
        );
      }),
    );

  adminCommand(family, 'free', 'free the slots of a device, also borrowed ones')
    .argument('<license>', 'ID or license key of the license')
    .argument('<device>', 'hardware ID of the device')
    .option('--yes', 'do not ask')
    .action(
      withAdminClient(
        context,
        async (api, options: AdminOptions & { yes?: true }, license = '', hardwareId = '') => {
          const { id } = await findLicense(api, license);
          const params = { path: { id }, query: { hardware_id: hardwareId } };
          const { items } = await answer(api.GET(SLOTS, { params }));
          if (items.length > 0) {
            await confirm(context, `Free ${items.length} slot(s) of ${hardwareId}?`, options);
          }
          for (const { id: slot_id } of items) {
            await answer(api.DELETE(`${SLOTS}/{slot_id}`, { params: { path: { id, slot_id } } }));
          }
          say(context, `Freed ${items.length} slot(s) of ${hardwareId}.`);
        },
      ),
    );

  addFamilyExamples(family, [
    ['latchkey slot list FUH3-4E7A-LZJL-7JTP'],
    ['latchkey slot free FUH3-4E7A-LZJL-7JTP 7f0c3a52-9d1e-4b7a-8a55'],
  ]);
}
