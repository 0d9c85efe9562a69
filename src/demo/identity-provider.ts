import { Router } from 'koa-router';
import type Koa from 'koa';
import mount from 'koa-mount';
import compose from 'koa-compose';
import Provider from 'oidc-provider';
import type { Deps } from '../deps.ts';
import { createAdapter } from '../issuer/adapter.ts';
import { cookieNames } from '../issuer/cookie-names.ts';
import { loadExistingGrant } from '../issuer/load-existing-grant.ts';
import { loginPolicy } from '../issuer/login-policy.ts';
import { findInteraction, finishInteraction, loginHintOf } from '../issuer/interaction.ts';
import { normalizeEmail } from '../rules/license-user.ts';
import { sendPage } from '../pages/send-page.ts';
import { type Message, message } from '../pages/texts/texts.ts';
import { readForm } from '../sign-in/read-form.ts';
import { DEMO_IDP_PATH } from './demo-idp-path.ts';
import { type DemoPerson, demoPeople } from './people.ts';

const people = demoPeople.filter(({ account }) => account === 'acme');

/**
 * Creates the demo identity provider: a second issuer, whose page has a button for each user. It plays the part of the
 * customer's provider.
 */
export function createDemoIdentityProvider(deps: Deps): Koa.Middleware {
  const { store, config } = deps;
  const { current } = deps.keys;
  const { session, interaction, resume } = cookieNames(config, 'demo_idp');
  const issuer = config.publicUrl + DEMO_IDP_PATH;
  const provider = new Provider(issuer, {
    adapter: createAdapter(deps, 'demo-idp:', async (clientId) => {
      const acme = await store.customerAccounts.findByCode('acme');
      const connection = acme?.connection;
      if (connection?.kind !== 'oidc' || connection.client_id !== clientId) return undefined;
      return {
        client_id: clientId,
        client_secret: connection.client_secret,
        redirect_uris: [`${config.publicUrl}/sign-in/callback/acme`],
      };
    }),
    jwks: { keys: [...current.openid] },
    cookies: {
      keys: [...current.cookies],
      names: { session, interaction, resume },
    },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: {
      policy: loginPolicy('each_time', () => Promise.resolve(false)),
      url: (_ctx, { uid }) => `${DEMO_IDP_PATH}/people/${uid}`,
    },
    findAccount: (_ctx, sub) =>
      Promise.resolve({
        accountId: sub,
        claims: () => ({ sub, email: sub, email_verified: true }),
      }),
    loadExistingGrant: loadExistingGrant,
    ttl: { AccessToken: 300, Grant: 300, IdToken: 300, Interaction: 1_800, Session: 1_800 },
  });

  const router = new Router({ prefix: `${DEMO_IDP_PATH}/people` });
  router.get('demo_provider', '/:uid', async (ctx) => {
    const interaction = await findInteraction(provider, ctx, ctx.params['uid'] ?? '');
    if (interaction === undefined) return sendPage(ctx, 400, 'sessionExpired', {});
    const named = personOf(loginHintOf(interaction) ?? '');
    if (named !== undefined)
      return finishInteraction(provider, ctx, interaction, { login: signedIn(named) });
    const choices = people.map((person) => ({
      email: person.email,
      name: `${person.first_name} ${person.last_name}`,
      note: noteOf(person),
    }));
    // The redirects continue through Latchkey to a redirect URI that this provider does not know.
    const page = { action: ctx.path, people: choices };
    sendPage(ctx, 200, 'demoPeople', page, { formActions: 'any' });
  });
  router.post('demo_provider', '/:uid', async (ctx) => {
    const interaction = await findInteraction(provider, ctx, ctx.params['uid'] ?? '');
    if (interaction === undefined) return sendPage(ctx, 400, 'sessionExpired', {});
    const form = await readForm(ctx);
    const person = personOf(form.get('email') ?? '');
    const result = person ? { login: signedIn(person) } : { error: 'access_denied' };
    return finishInteraction(provider, ctx, interaction, result);
  });

  return compose([router.routes() as Koa.Middleware, mount(DEMO_IDP_PATH, provider)]);
}

/** Without a lasting session, so that a developer can switch between users. */
const signedIn = (person: { email: string }) => ({ accountId: person.email, remember: false });

/** A note about the user on the page. */
function noteOf({ license }: DemoPerson): Message {
  if (license === null) return message('demo.unlicensed', {});
  if (!license.enabled) return message('demo.disabled', {});
  return message('demo.licensed', { devices: license.max_activations });
}

function personOf(email: string) {
  return people.find((person) => person.email === normalizeEmail(email));
}
