import type { Consumption } from '../license-api.ts';
import { expectRefusal, type Story } from './story.ts';

const USED = 5;
const TOO_MANY = 1_000_000;

/** Uses are counted, up to the limit of the license. */
export const consumption: Story = {
  summary: 'count uses up to a limit',
  async play({ api, device, licenseKey, terminal }) {
    const holder = { license_key: licenseKey };
    terminal.step('Activate by license key', 'POST /api/v4/activate_license');
    await api.activate(device, holder);
    terminal.done('this device holds a seat');

    terminal.step(`Count ${USED} uses`, 'POST /api/v4/add_consumption');
    terminal.done(describe(await api.addConsumption(device, holder, USED)));

    terminal.step('Count more than are left', 'POST /api/v4/add_consumption');
    await expectRefusal(terminal, 'license_not_enough_consumptions', () =>
      api.addConsumption(device, holder, TOO_MANY),
    );

    // The application failed to do what it counted. Only licenses with allow_negative_consumptions accept it.
    terminal.step(`Take ${USED} uses back`, 'POST /api/v4/add_consumption');
    const counter = await api.addConsumption(device, holder, -USED);
    terminal.done(describe(counter));
    return counter;
  },
};

function describe(counter: Consumption): string {
  const most = counter.allow_unlimited_consumptions ? 'any number' : counter.max_consumptions;
  return `used ${counter.total_consumptions} of ${most}`;
}
