import type { Story } from './story.ts';

/** A device without a network is activated with files. */
export const offline: Story = {
  summary: 'activate a device without a network, with files',
  async play({ api, device, licenseKey, terminal }) {
    const holder = { license_key: licenseKey };
    terminal.step('Write a request file', 'on the device, without a network');
    const request = api.makeRequestFile(device, holder, 'activation');
    terminal.done(`${request.length} characters of Base64`);

    terminal.step('Send it from a machine with a network', 'POST /api/v4/activate_offline');
    const file = await api.sendRequestFile(request, 'activation');
    terminal.done('a license file; a person would upload the request file at /offline');

    terminal.step('Read the license file', 'on the device, without a network');
    const license = api.readLicenseFile(file, device);
    terminal.done('the public key in the application proves it');

    terminal.step('Give the license back', 'POST /api/v4/deactivate_offline');
    await api.sendRequestFile(api.makeRequestFile(device, holder, 'deactivation'), 'deactivation');
    terminal.done('the seat is free again');
    return license;
  },
};
