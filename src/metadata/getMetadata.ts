import type { components } from '../../generated/openapi.d.ts';
import { routes } from '../contract/contract.ts';
import type { PublishedKey } from '../keys/key-set.ts';
import type { PublicOperation } from '../contract/operation.ts';
import { version } from '../config/release.ts';

// With a slash at the end, except for .well-known, as in the documented sample.
const endpoints = routes
  .filter(({ path }) => path.startsWith('/api/v4/'))
  .flatMap(({ path, methods }) =>
    methods.map((method) => ({ method, url: path.endsWith('/.well-known') ? path : `${path}/` })),
  );

export const getMetadata: PublicOperation<'getMetadata'> = ({ config, keys, clock }) =>
  Promise.resolve({
    status: 200,
    body: {
      api_base_url: `${config.publicUrl}/api/v4`,
      environment: config.demo ? 'demo' : 'production',
      supported_api_versions: ['v4'],
      default_api_version: 'v4',
      version,
      timestamp: clock().toISOString(),
      pub_key: keys.current.responsePublic,
      pub_keys: keys.current.responsePublished.map(presentKey),
      endpoints,
    },
  });

function presentKey({ pem, from, until }: PublishedKey): components['schemas']['PublicKey'] {
  return { pub_key: pem, from: from.toISOString(), until: until?.toISOString() ?? null };
}
