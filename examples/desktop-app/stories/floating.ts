import type { License } from '../license-api.ts';
import { expectRefusal, type Story } from './story.ts';

const DAY = 86_400_000;

/** Two devices share a license that has one slot. */
export const floating: Story = {
  summary: 'share a license, and borrow it',
  async play({ api, device, licenseKey, terminal }) {
    const holder = { license_key: licenseKey };
    const other = { ...device, hardware_id: `${device.hardware_id}-2` };
    terminal.step('Activate by license key', 'POST /api/v4/activate_license');
    terminal.done(describe(await api.activate(device, holder)));

    terminal.step('Activate it on a second device', 'POST /api/v4/activate_license');
    terminal.done(describe(await api.activate(other, holder)));

    terminal.step('Use it on the second device', 'GET /api/v4/check_license');
    await expectRefusal(terminal, 'floating_not_available', () => api.check(other, holder));

    terminal.step('Release the slot of this device', 'POST /api/v4/floating/release');
    await api.releaseSlot(device, holder);
    terminal.done('this device holds no slot');

    terminal.step('Use it on the second device', 'GET /api/v4/check_license');
    terminal.done(describe(await api.check(other, holder)));

    terminal.step('Borrow it there for a day', 'POST /api/v4/floating/borrow');
    const tomorrow = new Date(Date.now() + DAY);
    const borrowed = await api.borrowSlot(other, holder, tomorrow);
    terminal.done(`the second device may be offline until ${borrowed.borrowed_until}`);

    terminal.step('Deactivate the second device', 'POST /api/v4/deactivate_license');
    await api.deactivate(other, holder);
    terminal.done('its slot is free, although it was borrowed');

    terminal.step('Use it on this device', 'GET /api/v4/check_license');
    const license = await api.check(device, holder);
    terminal.done(describe(license));
    return license;
  },
};

function describe({ floating_in_use, floating_timeout }: License): string {
  return floating_in_use === true
    ? `holds a slot, for ${floating_timeout} minutes after each check`
    : 'active, but holds no slot';
}
