import type { Command } from 'commander';
import { listParameters } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminOptions, answer } from '../lib/admin-api.ts';
import type { AdminClient } from '../lib/admin-client.ts';
import { adminCommand, type Details, withAdminClient, showThing } from '../lib/admin-command.ts';
import { confirm } from '../lib/confirm.ts';
import type { Context } from '../lib/context.ts';
import { addFieldOptions, type FieldOptions, readFieldOptions } from '../lib/field-options.ts';
import { addFamilyExamples } from '../lib/help.ts';
import { listCommand, type ListOptions, showList } from '../lib/list.ts';
import { findOne, idBy } from '../lib/find-one.ts';
import { findLicense, findUser } from '../lib/find.ts';

type Device = components['schemas']['AdminDevice'];

const DEVICES = '/admin/v1/licenses/{id}/devices';

const filters: FieldOptions = {
  license_user_id: {
    flags: '--user <user>',
    help: 'only devices of this license user',
    read: idBy(findUser),
  },
  hardware_id: { flags: '--hardware-id <id>', help: 'only the device with this hardware ID' },
  active: {
    on: ['--active', 'only active devices'],
    off: ['--released', 'only released devices'],
  },
};

const details: Details<Device> = {
  ID: ({ id }) => id,
  'Hardware id': ({ hardware_id }) => hardware_id,
  User: ({ license_user_email }) => license_user_email,
  Seat: ({ active }) => (active ? 'taken' : 'released'),
  Blacklisted: ({ blacklisted }) => (blacklisted ? 'yes' : 'no'),
  Activated: ({ activated_at }) => activated_at,
  'Last seen': ({ last_seen_at }) => last_seen_at,
};

/** `latchkey device …`. A device is named by its license and its hardware ID or ID. */
export function addDevices(program: Command, context: Context): void {
  const family = program.command('device').description('devices that licenses are activated on');

  const list = listCommand(
    family,
    'list the devices of a license',
    listParameters.listDevices,
  ).argument('<license>', 'ID or license key of the license');
  addFieldOptions(list, filters, 'filter').action(
    withAdminClient(context, async (api, options: ListOptions, license = '') => {
      const path = { id: (await findLicense(api, license)).id };
      const given = await readFieldOptions(filters, { ...options }, api);
      await showList(context, options, details, (page) =>
        answer(api.GET(DEVICES, { params: { path, query: { ...page, ...given } } })),
      );
    }),
  );

  deviceCommand(family, context, {
    usage: ['release', 'release a device, so that its seat is free'],
    question: (hardwareId) => `Release the device ${hardwareId}?`,
    call: (api, path) => api.POST(`${DEVICES}/{device_id}/release`, { params: { path } }),
  });
  deviceCommand(family, context, {
    usage: ['blacklist', 'refuse applications on a device; it keeps its seat'],
    question: (hardwareId) => `Blacklist the device ${hardwareId}?`,
    call: (api, path) =>
      api.PATCH(`${DEVICES}/{device_id}`, { params: { path }, body: { blacklisted: true } }),
  });
  deviceCommand(family, context, {
    usage: ['allow', 'accept applications on a blacklisted device again'],
    call: (api, path) =>
      api.PATCH(`${DEVICES}/{device_id}`, { params: { path }, body: { blacklisted: false } }),
  });

  addFamilyExamples(family, [
    ['latchkey device list FUH3-4E7A-LZJL-7JTP --active'],
    ['latchkey device list 169934972016389 --user alice@acme.example'],
    ['latchkey device release 169934972016389 7f0c3a52-9d1e-4b7a-8a55'],
    ['latchkey device blacklist 169934972016389 7f0c3a52-9d1e-4b7a-8a55'],
    ['latchkey device allow 169934972016389 7f0c3a52-9d1e-4b7a-8a55'],
  ]);
}

/** Adds a command that changes one device of a license. */
function deviceCommand(
  family: Command,
  context: Context,
  {
    usage: [name, help],
    question,
    call,
  }: {
    readonly usage: readonly [name: string, help: string];
    /** What is asked first, if anything. */
    readonly question?: (hardwareId: string) => string;
    readonly call: (
      api: AdminClient,
      path: { id: number; device_id: number },
    ) => Promise<{ data?: Device; error?: unknown; response: Response }>;
  },
): void {
  const command = adminCommand(family, name, help)
    .argument('<license>', 'ID or license key of the license')
    .argument('<device>', 'hardware ID or ID of the device');
  if (question !== undefined) command.option('--yes', 'do not ask');
  command.action(
    withAdminClient(
      context,
      async (api, options: AdminOptions & { yes?: true }, license = '', wanted = '') => {
        const path = { id: (await findLicense(api, license)).id };
        const query = { hardware_id: wanted };
        const device = await findOne('device', wanted, {
          named: () => answer(api.GET(DEVICES, { params: { path, query } })),
          // The server checks whether the license has it.
          byId: (id) => Promise.resolve({ id, hardware_id: wanted }),
        });
        if (question !== undefined) await confirm(context, question(device.hardware_id), options);
        showThing(
          context,
          options,
          await answer(call(api, { ...path, device_id: device.id })),
          details,
        );
      },
    ),
  );
}
