export interface Entry {
  /** The file name without its extension. */
  readonly name: string;
  readonly label: string;
}

/** All pages of the site in reading order. */
export const navigation: readonly { readonly title: string; readonly pages: readonly Entry[] }[] = [
  {
    title: 'Begin',
    pages: [
      { name: 'index', label: 'Where to begin' },
      { name: 'getting-started', label: 'Getting started' },
      { name: 'production', label: 'From zero to production' },
    ],
  },
  {
    title: 'Connect an application',
    pages: [
      { name: 'license-api', label: 'Supported operations' },
      { name: 'guide', label: 'Licensing in an hour' },
      { name: 'moving-an-application', label: 'Moving from LicenseSpring' },
      { name: 'sign-in', label: 'Sign-in' },
      { name: 'offline-activation', label: 'Offline activation' },
      { name: 'request-signing', label: 'Request signatures' },
      { name: 'oauth-clients', label: 'OAuth clients' },
      { name: 'verifying-answers', label: 'Response signatures' },
      { name: 'client-code', label: 'Client code' },
      { name: 'errors', label: 'Errors' },
      { name: 'reference', label: 'API reference' },
    ],
  },
  {
    title: 'Manage licenses',
    pages: [
      { name: 'kinds-of-license', label: 'Kinds of license' },
      { name: 'consumption', label: 'Count the use' },
      { name: 'floating', label: 'Share a license' },
      { name: 'bundles', label: 'Bundles' },
      { name: 'trials', label: 'Trials and policies' },
      { name: 'versions', label: 'Versions and updates' },
      { name: 'features', label: 'Features' },
      { name: 'command-line', label: 'Command line' },
      { name: 'import-and-export', label: 'Import and export' },
      { name: 'admin-api', label: 'Admin API' },
    ],
  },
  {
    title: 'Run the server',
    pages: [
      { name: 'configuration', label: 'Configuration' },
      { name: 'containers-and-services', label: 'Containers, services, upgrades' },
      { name: 'behind-a-proxy', label: 'Behind a proxy' },
      { name: 'operations', label: 'Operations' },
      { name: 'identity-providers', label: 'Identity providers' },
      { name: 'rate-limits', label: 'Rate limits' },
      { name: 'keys', label: 'Keys and secrets' },
      { name: 'backup', label: 'Backup and restore' },
      { name: 'moving-between-databases', label: 'Move between databases' },
      { name: 'security', label: 'Security' },
    ],
  },
  {
    title: 'Background',
    pages: [
      { name: 'decisions', label: 'Decisions' },
      { name: 'glossary', label: 'Glossary' },
    ],
  },
];

/** The previous and the next page. */
export function neighbours(
  pages: readonly Entry[],
  name: string,
): { previous: Entry | undefined; next: Entry | undefined } {
  const place = pages.findIndex((page) => page.name === name);
  return { previous: pages[place - 1], next: pages[place + 1] };
}
