import type { Config } from '../config/config.ts';

/** The hosts whose identity providers may have private addresses or use plain http. The demo provider is this server. */
export function privateProvidersOf(
  config: Pick<Config, 'demo' | 'publicUrl' | 'privateProviders'>,
): readonly string[] {
  const { demo, publicUrl, privateProviders } = config;
  return demo ? [...privateProviders, new URL(publicUrl).host] : privateProviders;
}

/** @param privateProviders `host` or `host:port`, in lower case */
export function isPrivateProvider(privateProviders: readonly string[], url: URL): boolean {
  const { protocol, hostname, port } = url;
  const withPort = `${hostname}:${port || (protocol === 'http:' ? 80 : 443)}`;
  return privateProviders.includes(hostname) || privateProviders.includes(withPort);
}
