/** Where the demo identity provider is mounted. */
export const DEMO_IDP_PATH = '/demo-idp';
