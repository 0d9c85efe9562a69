import { randomBytes } from 'node:crypto';
import type { SignedOperation } from '../contract/operation.ts';
import { assertMayChange } from '../rules/credential.ts';
import { activatableProduct } from '../rules/product.ts';
import {
  assertStillTrial,
  assertTrialAllowed,
  trialHolderOf,
  trialPolicy,
} from '../rules/trial.ts';
import { hashPassword } from '../security/password.ts';
import { createTrial } from './create-trial.ts';
import { findInitialPassword } from './initial-password.ts';
import { presentTrial } from './present-trial.ts';

/** Creates a trial, or returns the one that there is. It does not activate it. */
export const getTrialKey: SignedOperation<'getTrialKey'> = async (deps, request) => {
  const { query, credential, about } = request;
  const { store, clock } = deps;
  assertMayChange(credential);
  const { product: code } = query;
  const product = activatableProduct(await store.products.findByCode(code), { code, credential });
  assertTrialAllowed(product, credential);
  const holder = trialHolderOf(product, query);
  const isByKey = product.authorization_method === 'license-key';
  if (!isByKey) about.email = holder;
  const known = await store.licenses.findTrial(product.id, holder);
  if (known !== undefined) assertStillTrial(known);

  const trial =
    known ??
    (await createTrial(deps, {
      ...request,
      product,
      holder,
      policy: await policyOf(query.license_policy),
      password: isByKey ? undefined : await newPassword(query.password),
    }));
  const user = isByKey ? undefined : await store.licenseUsers.findByEmail(holder);
  const of = { licenseId: trial.id, hardwareId: query.hardware_id };
  const initialPassword = await findInitialPassword(store, of, user, clock());
  return { status: 200, body: presentTrial(trial, product, initialPassword) };

  async function policyOf(named: string | undefined) {
    if (named === undefined) return store.licensePolicies.findDefaultForTrials(product.id);
    return trialPolicy(await store.licensePolicies.findByCode(product.id, named), named);
  }
};

/** Hashing is slow, so it happens before the transaction. */
async function newPassword(given: string | undefined) {
  const random = given === undefined ? randomBytes(15).toString('base64url') : undefined;
  return { hash: await hashPassword(given ?? random ?? ''), random };
}
