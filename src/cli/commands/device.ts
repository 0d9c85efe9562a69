import type { Command } from 'commander';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminOptions, answer } from '../lib/admin-api.ts';
import { adminCommand, withAdminClient, showThing } from '../lib/admin-command.ts';
import { confirm } from '../lib/confirm.ts';
import type { Context } from '../lib/context.ts';
import { addSwitch, omitUndefined, switchValue } from '../lib/fields.ts';
import { addFamilyExamples } from '../lib/help.ts';
import { type ListOptions, searchedListCommand, showList } from '../lib/list.ts';
import { findOne } from '../lib/find-one.ts';
import { findLicense, findUser } from '../lib/find.ts';

type Device = components['schemas']['AdminDevice'];
type Flags<Name extends string> = Partial<Record<Name, true>>;

const DEVICES = '/admin/v1/licenses/{id}/devices';

const details = {
  ID: ({ id }: Device) => id,
  'Hardware id': ({ hardware_id }: Device) => hardware_id,
  User: ({ license_user_email }: Device) => license_user_email,
  Seat: ({ active }: Device) => (active ? 'holds one' : 'released'),
  Activated: ({ activated_at }: Device) => activated_at,
  'Last seen': ({ last_seen_at }: Device) => last_seen_at,
};

/** `latchkey device …`; a device is named by its license and its hardware id, or its id. */
export function addDevices(program: Command, context: Context): void {
  const family = program.command('device').description('devices that licenses are activated on');

  const list = searchedListCommand(family, 'list the devices of a license')
    .argument('<license>', 'its id or its license key')
    .option('--user <user>', 'only of this license user')
    .option('--hardware-id <id>', 'only the one that the application calls so');
  addSwitch(list, ['active', 'only those that hold a seat'], ['released', 'only the others']);
  type Filters = { user?: string; hardwareId?: string } & Flags<'active' | 'released'>;
  list.action(
    withAdminClient(context, async (api, options: ListOptions & Filters, license = '') => {
      const { user, hardwareId, active, released } = options;
      const { id } = await findLicense(api, license);
      const filters = omitUndefined({
        active: switchValue(active, released),
        hardware_id: hardwareId,
        license_user_id: user === undefined ? undefined : (await findUser(api, user)).id,
      });
      await showList(context, options, details, (page) =>
        answer(api.GET(DEVICES, { params: { path: { id }, query: { ...page, ...filters } } })),
      );
    }),
  );

  adminCommand(family, 'release', 'release a device, so that its seat is free')
    .argument('<license>', 'its id or its license key')
    .argument('<device>', 'its hardware id or its id')
    .option('--yes', 'do not ask')
    .action(
      withAdminClient(
        context,
        async (api, options: AdminOptions & Flags<'yes'>, license = '', wanted = '') => {
          const path = { id: (await findLicense(api, license)).id };
          const query = { hardware_id: wanted };
          const device = await findOne('device', wanted, {
            named: () => answer(api.GET(DEVICES, { params: { path, query } })),
            // The server says whether the license has it.
            byId: (id) => Promise.resolve({ id, hardware_id: wanted }),
          });
          await confirm(context, `Release the device ${device.hardware_id}?`, options);
          const request = api.POST(`${DEVICES}/{device_id}/release`, {
            params: { path: { ...path, device_id: device.id } },
          });
          showThing(context, options, await answer(request), details);
        },
      ),
    );

  addFamilyExamples(family, [
    ['latchkey device list FUH3-4E7A-LZJL-7JTP --active'],
    ['latchkey device list 1699349720166389 --user alice@acme.example'],
    ['latchkey device release 1699349720166389 7f0c3a52-9d1e-4b7a-8a55'],
  ]);
}
