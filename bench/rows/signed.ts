import type { Context } from '../context.ts';
import { checkInTurn, checkOne, devicesOf, ssoUrl } from '../loads.ts';
import type { Load } from '../measure/load.ts';
import { compare, served } from '../measure/rounds.ts';
import type { Installation } from '../installation.ts';
import type { Server } from '../contenders/server.ts';
import type { Measurement } from '../row.ts';

/** Compares a load of the server with sign-in URLs of the twin. */
function againstTwin(loadOf: (server: Server, installation: Installation) => Load) {
  return async (context: Context): Promise<Measurement[]> => {
    const installation = await context.installation();
    const [server, twin] = [await context.latchkey(), await context.twin()];
    const { ratio, ours, theirs } = await compare(
      served(server, loadOf(server, installation), context.generate),
      served(twin, ssoUrl(twin, installation), context.generate),
      context.plan,
    );
    return [{ value: ratio, ours, theirs }];
  };
}

export const measureSsoUrl = againstTwin(ssoUrl);
export const measureCheckOne = againstTwin(checkOne);
export const measureCheckInTurn = againstTwin((server, installation) =>
  checkInTurn(server, installation, devicesOf(installation)),
);
