import { expectRefusal, type Story } from './story.ts';

/** All licenses of a bundle are handled together, with one license key. */
export const bundle: Story = {
  summary: 'activate all products of a bundle at once',
  async play({ api, device, licenseKey, terminal }) {
    const holder = { license_key: licenseKey };
    terminal.step('Activate the bundle by its license key', 'POST /api/v4/activate_bundle');
    const activated = await api.activateBundle(device, holder);
    terminal.done(`this device holds a seat of ${activated.length} licenses`);

    terminal.step('Check the bundle', 'GET /api/v4/check_bundle');
    const checked = await api.checkBundle(device, holder);
    terminal.done(`${checked.length} licenses are active on this device`);

    terminal.step('Deactivate the bundle', 'POST /api/v4/deactivate_bundle');
    await api.deactivateBundle(device, holder);
    terminal.done('all seats are free again');

    terminal.step('Check it without a seat', 'GET /api/v4/check_bundle');
    await expectRefusal(terminal, 'license_not_active', () => api.checkBundle(device, holder));
    return checked;
  },
};
