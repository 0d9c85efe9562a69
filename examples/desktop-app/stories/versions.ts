import { createHash } from 'node:crypto';
import { LicenseError, send } from '../license-api.ts';
import type { Story } from './story.ts';

/** The application finds an update and downloads it. */
export const versions: Story = {
  summary: 'find and download an update',
  async play({ api, device, licenseKey, terminal }) {
    const holder = { license_key: licenseKey };
    terminal.step('Activate by license key', 'POST /api/v4/activate_license');
    const { maintenance_period } = await api.activate(device, holder);
    terminal.done(`maintenance until ${maintenance_period?.slice(0, 10) ?? 'no end'}`);

    terminal.step('List the versions', 'GET /api/v4/versions');
    const listed = await api.listVersions(device, holder);
    terminal.done(listed.map(({ version }) => version).join(', '));
    terminal.note('versions that came out after the end of the maintenance are not among them');

    terminal.step('Ask for the newest file', 'GET /api/v4/installation_file');
    const file = await api.getInstallationFile(device, holder);
    terminal.done(`version ${file.version}`);

    terminal.step('Download it', 'GET, with the link from the answer');
    const response = await send(file.installation_file);
    const bytes = Buffer.from(await response.arrayBuffer());
    if (createHash('md5').update(bytes).digest('hex') !== file.hash_md5) {
      throw new LicenseError('untrusted_answer', 'The file is not the one that was released.');
    }
    terminal.done(`${bytes.length} bytes, and their hash is the one of the signed answer`);
    return file;
  },
};
