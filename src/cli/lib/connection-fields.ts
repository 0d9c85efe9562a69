import { InvalidArgumentError } from 'commander';
import { fields } from '../../../generated/fields.ts';
import { type FieldOptions, optionsFor } from './field-options.ts';
import { collect, readSecretFile } from './fields.ts';

/** The options of a connection to an OpenID provider. */
export const oidcOptions = optionsFor(fields.ConnectionChanges, {
  enabled: { on: ['--enable', 'allow sign-in'], off: ['--disable', 'refuse sign-in'] },
  default_response_type: {
    flags: '--grant <grant>',
    help: 'grant for applications that request none',
  },
  allow_implicit: {
    on: ['--implicit', 'allow the implicit grant'],
    off: ['--no-implicit', 'refuse the implicit grant'],
  },
  issuer: { flags: '--issuer <url>', help: 'with oidc: issuer of the provider' },
  client_id: {
    flags: '--client-id <id>',
    help: 'with oidc: client ID of Latchkey at the provider',
  },
  client_secret: {
    flags: '--client-secret-file <file>',
    help: 'with oidc: file with the client secret; - is stdin',
    read: readSecretFile,
  },
  trust: { flags: '--trust <trust>', help: 'with oidc: when an e-mail address counts as verified' },
  email_claim: {
    flags: '--email-claim <name>',
    help: 'with oidc: claim with the e-mail address, such as upn',
  },
  scopes: {
    flags: '--scope <scope>',
    help: 'with oidc: request this scope too; repeat for more',
    parse: collect,
    none: ['--no-scope', 'with oidc: request only openid and email', []],
  },
  required_claims: {
    flags: '--required-claim <name=value>',
    help: 'with oidc: require this claim, such as hd=acme.com; repeat for more',
    parse: parseClaim,
    none: ['--no-required-claim', 'with oidc: require no claims', {}],
  },
  response_mode: {
    flags: '--response-mode <mode>',
    help: 'with oidc: how the provider returns its response',
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
It replaces all settings: those without an option get their default. Only the
client secret is kept. To change single settings: latchkey connection update
`;

export const TRUST_HELP = `
Trust says when an e-mail address from the provider counts as verified:
  verified   when the provider sends email_verified: true (the default)
  unstated   also when it does not send email_verified (Entra ID, OneLogin);
             false is refused
  managed    always, even with false (authentik; Keycloak for users from LDAP):
             the company's IT manages the addresses
Choose unstated or managed only if administrators alone assign the addresses.
Otherwise users who choose their own address could sign in as anybody else of
this customer account.`;

/** Reads the value of an option such as `--required-claim hd=acme.com`, which may be given several times. */
function parseClaim(text: string, before: Readonly<Record<string, string>> = {}) {
  const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('It must be a name and a value, such as hd=acme.com.');
  }
  return { ...before, [name]: value };
}
