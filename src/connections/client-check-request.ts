import type { OidcConnection } from '../rules/oidc-connection.ts';

/** What the checks of a client at its provider need to know. */
export interface ClientCheckRequest {
  readonly connection: OidcConnection;
  /** The code of the customer account, for the commands that the checks suggest. */
  readonly account: string;
  /** The redirect URI that the company must register at its provider. */
  readonly redirectUri: string;
  /** Hosts of providers that may have private addresses or plain http. */
  readonly privateProviders: readonly string[];
}
