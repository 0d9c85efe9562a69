import { InvalidArgumentError } from 'commander';
import { fields } from '../../../generated/fields.ts';
import { type FieldOptions, optionsFor } from './field-options.ts';
import { collect, readSecretFile } from './fields.ts';

/** The options of a connection to an OpenID provider. */
export const oidcOptions = optionsFor(fields.ConnectionChanges, {
  enabled: { on: ['--enable', 'allow sign-in'], off: ['--disable', 'refuse sign-in'] },
  default_response_type: { flags: '--grant <grant>', help: 'where an application names none' },
  allow_implicit: {
    on: ['--implicit', 'allow the implicit grant'],
    off: ['--no-implicit', 'refuse the implicit grant'],
  },
  issuer: { flags: '--issuer <url>', help: "with oidc: the provider's name for itself" },
  client_id: { flags: '--client-id <id>', help: 'with oidc: what the provider calls Latchkey' },
  client_secret: {
    flags: '--client-secret-file <file>',
    help: 'with oidc: - is stdin; else the secret there is stays',
    read: readSecretFile,
  },
  trust: { flags: '--trust <trust>', help: 'with oidc: when an e-mail address counts' },
  email_claim: {
    flags: '--email-claim <name>',
    help: 'with oidc: the claim that holds the address, such as upn',
  },
  scopes: {
    flags: '--scope <scope>',
    help: 'with oidc: ask for it beside openid email; again for more',
    parse: collect,
    none: ['--no-scope', 'with oidc: ask for none beside openid email', []],
  },
  required_claims: {
    flags: '--required-claim <name=value>',
    help: 'with oidc: refuse who lacks it, such as hd=acme.com; again for more',
    parse: parseClaim,
    none: ['--no-required-claim', 'with oidc: require none', {}],
  },
  response_mode: {
    flags: '--response-mode <mode>',
    help: 'with oidc: how people are sent back',
  },
  token_endpoint_auth_method: {
    flags: '--token-endpoint-auth-method <method>',
    help: 'with oidc: how the client secret is sent',
  },
});

/** The options of a connection with passwords: those of its fields. */
export const passwordOptions: FieldOptions = Object.fromEntries(
  Object.entries(oidcOptions).filter(([name]) => name in fields.PasswordConnectionSettings),
);

export const SET_HELP = `
It replaces all of the connection: what you do not name gets its default, save
the client secret. To change some of it, use latchkey connection update.
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

/** Reads the value of an option such as `--required-claim hd=acme.com`, which may be given several times. */
function parseClaim(text: string, before: Readonly<Record<string, string>> = {}) {
  const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('It must be a name and a value, such as hd=acme.com.');
  }
  return { ...before, [name]: value };
}
