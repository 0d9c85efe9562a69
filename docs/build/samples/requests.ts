/** The value of a field: text, or an object of a JSON body. */
export type SampleValue = string | Readonly<Record<string, string>>;

/** The request of a sample: method, path, and fields for the query or the body. */
export interface SampleRequest {
  readonly operation: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly fields: Readonly<Record<string, SampleValue>>;
  /** The file that the body is, in place of fields. */
  readonly file?: string;
}

const device = {
  product: 'demo-key',
  hardware_id: '7f0c3a52-9d1e-4b7a-8a55-2f6c1d0e9b44',
  license_key: 'FUH3-4E7A-LZJL-7JTP',
};

const bundle = {
  ...device,
  product: 'demo-bundle',
  license_key: 'BUN8-7KX2-W4MQ-Z3HD',
};

const request = (
  operation: string,
  method: SampleRequest['method'],
  name: string,
  fields: SampleRequest['fields'],
): SampleRequest => ({ operation, method, path: `/api/v4/${name}`, fields });

/** A request for each operation of the License API, in the order in which an application sends them. */
export const sampleRequests: readonly SampleRequest[] = [
  request('getMetadata', 'GET', '.well-known', {}),
  request('getSsoUrl', 'GET', 'sso_url', {
    product: 'demo',
    customer_account_code: 'acme',
    response_type: 'code',
    redirect_uri: 'http://127.0.0.1:51004/callback',
    state: '5ca75bd30',
    login_hint: 'alice@acme.test',
  }),
  request('getTrialKey', 'GET', 'trial_key', {
    product: 'demo-trial',
    hardware_id: device.hardware_id,
  }),
  request('activateLicense', 'POST', 'activate_license', device),
  request('checkLicense', 'GET', 'check_license', device),
  request('addConsumption', 'POST', 'add_consumption', {
    ...device,
    product: 'demo-consumption',
    license_key: 'CQ36-TXL3-N75A-K4MW',
    consumptions: '5',
  }),
  request('checkLicenseFeature', 'GET', 'check_license_feature', {
    ...device,
    product: 'demo-feature',
    license_key: 'M7TK-3ZQW-HV2N-9PLA',
    feature: 'ocr',
  }),
  request('addFeatureConsumption', 'POST', 'add_feature_consumption', {
    ...device,
    product: 'demo-feature',
    license_key: 'M7TK-3ZQW-HV2N-9PLA',
    feature: 'pages',
    consumptions: '5',
  }),
  request('borrowSlot', 'POST', 'floating/borrow', {
    ...device,
    product: 'demo-floating',
    license_key: 'VN7K-2QXT-M4RC-93HD',
    borrowed_until: '2027-03-01T18:00:00.000Z',
  }),
  request('releaseSlot', 'POST', 'floating/release', {
    ...device,
    product: 'demo-floating',
    license_key: 'VN7K-2QXT-M4RC-93HD',
  }),
  request('borrowFeatureSlot', 'POST', 'floating/feature_borrow', {
    ...device,
    product: 'demo-feature',
    license_key: 'M7TK-3ZQW-HV2N-9PLA',
    feature: 'render',
    borrowed_until: '2027-03-01T18:00:00.000Z',
  }),
  request('releaseFeatureSlot', 'POST', 'floating/feature_release', {
    ...device,
    product: 'demo-feature',
    license_key: 'M7TK-3ZQW-HV2N-9PLA',
    feature: 'render',
  }),
  request('trackDeviceVariables', 'POST', 'track_device_variables', {
    ...device,
    variables: { theme: 'dark', language: 'de' },
  }),
  request('getDeviceVariables', 'GET', 'get_device_variables', device),
  request('activateBundle', 'POST', 'activate_bundle', bundle),
  request('checkBundle', 'GET', 'check_bundle', bundle),
  request('deactivateBundle', 'POST', 'deactivate_bundle', bundle),
  request('listUserLicenses', 'GET', 'user_licenses', {
    product: 'demo',
    username: 'dave@globex.test',
    password: 'correct horse battery staple',
  }),
  request('changePassword', 'POST', 'change_password', {
    username: 'dave@globex.test',
    password: 'correct horse battery staple',
    new_password: 'a better horse and battery',
  }),
  request('listCustomerLicenseUsers', 'GET', 'customer_license_users', {
    product: 'demo',
    customer: 'it@globex.test',
  }),
  request('listVersions', 'GET', 'versions', {
    ...device,
    product: 'demo-versions',
    license_key: 'QB7W-2XRM-T4KD-8VNE',
  }),
  request('getInstallationFile', 'GET', 'installation_file', {
    ...device,
    product: 'demo-versions',
    license_key: 'QB7W-2XRM-T4KD-8VNE',
    version: '1.1.0',
  }),
  request('getProductDetails', 'GET', 'product_details', { product: 'demo' }),
  request('deactivateLicense', 'POST', 'deactivate_license', device),
];

const fileRequest = (operation: string, name: string): SampleRequest => ({
  ...request(operation, 'POST', name, {}),
  file: `${name}.req`,
});

/** Requests whose body is a file. A machine with a network sends it, so a shell is enough. */
export const fileRequests: readonly SampleRequest[] = [
  fileRequest('activateOffline', 'activate_offline'),
  fileRequest('deactivateOffline', 'deactivate_offline'),
  fileRequest('activateBundleOffline', 'activate_bundle_offline'),
  fileRequest('deactivateBundleOffline', 'deactivate_bundle_offline'),
];

/** The placeholders for values that differ for each vendor. */
export const placeholders = {
  server: 'https://licenses.example.com',
  apiKey: 'your-api-key',
  sharedKey: 'your-shared-key',
} as const;
