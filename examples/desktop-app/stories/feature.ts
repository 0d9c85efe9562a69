import { expectRefusal, type Story } from './story.ts';

const [OCR, PAGES, MISSING] = ['ocr', 'pages', 'cloud'];
const USED = 5;
const TOO_MANY = 1_000_000;

/** Features say what a license may do, and count their use. */
export const feature: Story = {
  summary: 'turn features on, and count the use of one',
  async play({ api, device, licenseKey, terminal }) {
    const holder = { license_key: licenseKey };
    terminal.step('Activate by license key', 'POST /api/v4/activate_license');
    const { product_features: features } = await api.activate(device, holder);
    terminal.done('this device holds a seat');
    terminal.note(`the license has: ${features.map(({ name }) => name).join(', ')}`);

    terminal.step(`Check the feature ${OCR}`, 'GET /api/v4/check_license_feature');
    const { name } = await api.checkFeature(device, holder, OCR);
    terminal.done(`the application may turn on: ${name}`);

    terminal.step(
      'Check a feature that the license does not have',
      'GET /api/v4/check_license_feature',
    );
    await expectRefusal(terminal, 'invalid_license_feature_code', () =>
      api.checkFeature(device, holder, MISSING),
    );

    terminal.step(
      `Count ${USED} uses of the feature ${PAGES}`,
      'POST /api/v4/add_feature_consumption',
    );
    const counted = await api.addFeatureConsumption(device, holder, PAGES, USED);
    terminal.done(`used ${counted.total_consumptions} of ${counted.max_consumptions}`);

    terminal.step('Count more than are left', 'POST /api/v4/add_feature_consumption');
    await expectRefusal(terminal, 'feature_not_enough_consumptions', () =>
      api.addFeatureConsumption(device, holder, PAGES, TOO_MANY),
    );

    // The application failed to do what it counted. Only features with allow_negative_consumptions accept it.
    terminal.step(`Take ${USED} uses back`, 'POST /api/v4/add_feature_consumption');
    const left = await api.addFeatureConsumption(device, holder, PAGES, -USED);
    terminal.done(`used ${left.total_consumptions} of ${left.max_consumptions}`);
    return left;
  },
};
