import type { Command } from 'commander';
import { fields } from '../../../generated/fields.ts';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminOptions, answer } from '../lib/admin-api.ts';
import type { AdminClient } from '../lib/admin-client.ts';
import { adminCommand, withAdminClient, type Details, showThing } from '../lib/admin-command.ts';
import { confirm } from '../lib/confirm.ts';
import type { Context } from '../lib/context.ts';
import { addFieldOptions, optionsFor, readFieldOptions } from '../lib/field-options.ts';
import { findUser } from '../lib/find.ts';

type Assignment = components['schemas']['Assignment'];
type Answer<Thing> = Promise<{ data?: Thing; error?: unknown; response: Response }>;

/** The parameters of the path. */
interface Path {
  readonly id: number;
  readonly user_id: number;
}

/** What users are assigned to: a license or a bundle license. */
interface Assigned<Thing> {
  /** Its name in a sentence, such as `bundle license`. */
  readonly one: string;
  readonly find: (api: AdminClient, name: string) => Promise<{ readonly id: number }>;
  readonly assign: (api: AdminClient, path: Path, body: Assignment) => Answer<Thing>;
  readonly unassign: (api: AdminClient, path: Path, release: boolean) => Answer<Thing>;
  /** What both commands show of it. */
  readonly details: Details<Thing>;
}

const { max_activations } = fields.NewAssignment;
const assignOptions = optionsFor(
  { max_activations },
  { max_activations: { help: 'devices that this user may activate, or unlimited' } },
);

/** Adds the commands `assign` and `unassign` to a family. */
export function addAssignments<Thing extends object>(
  family: Command,
  context: Context,
  { one, find, assign, unassign, details }: Assigned<Thing>,
): void {
  const names = `<${one.replace(' ', '-')}> <user>`;
  const assigning = adminCommand(family, `assign ${names}`, `assign a ${one} to a license user`);
  addFieldOptions(assigning, assignOptions, 'update').action(
    withAdminClient(context, async (api, options: AdminOptions, ...named) => {
      const path = await pathOf(api, named);
      const body = await readFieldOptions(assignOptions, { ...options }, api);
      showThing(context, options, (await answer(assign(api, path, body))) as Thing, details);
    }),
  );

  type Unassign = AdminOptions & { releaseDevices?: true; yes?: true };
  adminCommand(family, `unassign ${names}`, `unassign a ${one} from a license user`)
    .option('--release-devices', 'release the devices of the user too')
    .option('--yes', 'do not ask before devices are released')
    .action(
      withAdminClient(context, async (api, options: Unassign, ...named) => {
        const path = await pathOf(api, named);
        const { releaseDevices: release = false } = options;
        if (release) {
          const [name, user] = named;
          await confirm(context, `Release the devices of ${user} on the ${one} ${name}?`, options);
        }
        const answered = await answer(unassign(api, path, release));
        showThing(context, options, answered as Thing, details);
      }),
    );

  async function pathOf(api: AdminClient, [name = '', user = '']: string[]): Promise<Path> {
    const [{ id }, { id: userId }] = await Promise.all([find(api, name), findUser(api, user)]);
    return { id, user_id: userId };
  }
}
