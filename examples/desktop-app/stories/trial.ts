import type { Trial } from '../license-api.ts';
import type { Story } from './story.ts';

/** A device begins a trial by itself. */
export const trial: Story = {
  summary: 'begin a trial',
  async play({ api, device, terminal }) {
    terminal.step('Ask for a trial', 'GET /api/v4/trial_key');
    const first = await api.getTrial(device);
    terminal.done(describe(first));

    terminal.step('Ask again', 'GET /api/v4/trial_key');
    const { license_key: key } = await api.getTrial(device);
    terminal.done(key === first.license_key ? 'the same trial' : 'another trial');

    terminal.step('Activate it', 'POST /api/v4/activate_license');
    const license = await api.activate(device, { license_key: key });
    terminal.done(`it ends on ${license.validity_period ?? ''}`);
    return license;
  },
};

function describe({ trial_days: days, validity_period: end }: Trial): string {
  return end === null ? `${days} days, from its first activation` : `it ends on ${end}`;
}
