import { type Command, InvalidArgumentError, Option } from 'commander';
import type { components } from '../../../generated/openapi.d.ts';
import { collect, omitUndefined, readSecretFile } from './fields.ts';

type Schemas = components['schemas'];
type Grant = Schemas['AdminConnection']['default_response_type'];

/** The options of every connection. */
export interface ConnectionFields {
  grant?: Grant;
  implicit?: boolean;
}

/** The options of a connection to an OpenID provider. */
export interface OidcFields {
  issuer?: string;
  clientId?: string;
  clientSecretFile?: string;
  trust?: Schemas['Trust'];
  emailClaim?: string;
  /** false for none. */
  scope?: readonly string[] | false;
  /** false for none. */
  requiredClaim?: Readonly<Record<string, string>> | false;
  responseMode?: Schemas['ResponseMode'];
  tokenEndpointAuthMethod?: Schemas['TokenEndpointAuthMethod'];
}

const TRUSTS: Schemas['Trust'][] = ['verified', 'unstated', 'managed'];
const RESPONSE_MODES: Schemas['ResponseMode'][] = ['query', 'form_post'];
const AUTH_METHODS: Schemas['TokenEndpointAuthMethod'][] = [
  ...(['auto', 'client_secret_basic', 'client_secret_post'] as const),
];

export const SET_HELP = `
It replaces all of the connection: what you do not name gets its default, save
the client secret. To change some of it, use latchkey connection update.
`;

export const TEST_HELP = `
It tries the provider, and there the client id, the client secret and the
redirect URI, as far as that goes without a person. What the provider's answers
do not tell is unknown; it ends with 1 where something is a fault. With
--issuer the client is not tried: its secret is for no other provider.

With --sign-in it prints a URL, and waits up to ten minutes. Whoever opens it
signs in at the provider as for an application, and nothing is issued. Then it
says what the provider told, and which license user that leads to. It ends with
1 where the sign-in was refused or nobody signed in.
`;

export const TRUST_HELP = `
Trust says when an e-mail address of the provider counts:
  verified   where the provider says email_verified: true (the default)
  unstated   also where it says nothing of it, as Entra ID and OneLogin do;
             false is still refused
  managed    always, also where it says false, as authentik does and Keycloak
             for people from LDAP: the company's IT manages the addresses
Whoever can choose their own address at a provider could sign in as anybody of
this customer account: choose unstated or managed only where administrators
alone decide who has which address.`;

/** Adds the options of every connection. */
export function addConnectionFields(command: Command): Command {
  return command.addOption(
    new Option('--grant <grant>', 'where an application names none').choices(['code', 'token']),
  );
}

/** Adds the options of a connection to an OpenID provider. */
export function addOidcFields(command: Command): Command {
  return command
    .option('--issuer <url>', "with oidc: the provider's name for itself")
    .option('--client-id <id>', 'with oidc: what the provider calls Latchkey')
    .option('--client-secret-file <file>', 'with oidc: - is stdin; else the secret there is stays')
    .addOption(
      new Option('--trust <trust>', 'with oidc: when an e-mail address counts').choices(TRUSTS),
    )
    .option('--email-claim <name>', 'with oidc: the claim that holds the address, such as upn')
    .option('--scope <scope>', 'with oidc: ask for it beside openid email; again for more', collect)
    .option(
      '--required-claim <name=value>',
      'with oidc: refuse who lacks it, such as hd=acme.com; again for more',
      parseClaim,
    )
    .addOption(
      new Option('--response-mode <mode>', 'with oidc: how people are sent back').choices(
        RESPONSE_MODES,
      ),
    )
    .addOption(
      new Option(
        '--token-endpoint-auth-method <method>',
        'with oidc: how the client secret is sent',
      ).choices(AUTH_METHODS),
    );
}

/** The fields that these options set. */
export function connectionFieldsOf(options: ConnectionFields) {
  return omitUndefined({ default_response_type: options.grant, allow_implicit: options.implicit });
}

/** The fields that these options set. @throws Failure where the file of the secret cannot be read */
export function oidcFieldsOf(options: OidcFields) {
  const { clientSecretFile: file, scope, requiredClaim } = options;
  return omitUndefined({
    issuer: options.issuer,
    client_id: options.clientId,
    client_secret: file === undefined ? undefined : readSecretFile(file),
    trust: options.trust,
    email_claim: options.emailClaim,
    scopes: scope === false ? [] : scope && [...scope],
    required_claims: requiredClaim === false ? {} : requiredClaim && { ...requiredClaim },
    response_mode: options.responseMode,
    token_endpoint_auth_method: options.tokenEndpointAuthMethod,
  });
}

/** Reads the value of an option such as `--required-claim hd=acme.com`, which may be given several times. */
function parseClaim(text: string, before: Readonly<Record<string, string>> = {}) {
  const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('It must be a name and a value, such as hd=acme.com.');
  }
  return { ...before, [name]: value };
}
