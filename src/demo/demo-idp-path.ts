/** The path of the demo identity provider. */
export const DEMO_IDP_PATH = '/demo-idp';
