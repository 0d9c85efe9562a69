import { type Channel, type ChosenActivation, decideActivation } from './activation.ts';
import type { Credential } from './credential.ts';
import { ApiError } from './errors.ts';
import { chooseBound } from './license-states.ts';
import {
  type Candidate,
  type Device,
  DEVICE_NOT_FOUND,
  isActivatedBy,
  refusalOf,
} from './license.ts';
import { activatableProduct, assertMachineFits, type Product, usableProduct } from './product.ts';

/** A license of a bundle, as the Admin API knows it. Everything else of it is in its member licenses. */
export interface BundleLicense {
  readonly id: number;
  readonly bundle_id: number;
  readonly bundle_code: string;
  /** The key of all its members; null for licenses of user products. */
  readonly license_key: string | null;
  /** The member licenses, in the order of their ids. */
  readonly license_ids: readonly number[];
}

/** A member license with its product. */
export interface Member extends Candidate {
  readonly product: Product;
}

/** The members of one bundle license that a license holder has, in the order of their ids. There is at least one. */
export type Members = readonly Member[];

/**
 * Puts the members of each bundle license together, the newest bundle license first.
 * @param candidates licenses that are members of bundle licenses
 * @param products the products of the candidates, by id
 */
export function groupMembers(
  candidates: readonly Candidate[],
  products: ReadonlyMap<number, Product>,
): Members[] {
  const groups = new Map<number, Member[]>();
  for (const candidate of [...candidates].sort((a, b) => a.license.id - b.license.id)) {
    const { license } = candidate;
    const product = products.get(license.product_id);
    if (product === undefined || license.bundle_license_id === null) continue;
    const group = groups.get(license.bundle_license_id) ?? [];
    groups.set(license.bundle_license_id, [...group, { ...candidate, product }]);
  }
  return [...groups].sort(([a], [b]) => b - a).map(([, members]) => members);
}

/** A member license, and the activation that it allows. */
export type ChosenMember = ChosenActivation<Member>;

/**
 * Chooses the bundle license to activate: the one on which the device is active, else the first one whose members all
 * allow an activation.
 * @param bundleLicenses newest first
 * @param request.absent the message when there are none
 * @param request.isVm what the device reports about itself
 * @returns an activation for each member
 * @throws ApiError license_not_found when there are none; else the refusal of a member of the first one, whose message
 * names the product
 */
export function chooseBundleActivation(
  bundleLicenses: readonly Members[],
  request: {
    credential: Credential;
    isVm: boolean | undefined;
    absent: string;
    now: Date;
    channel?: Channel;
  },
): ChosenMember[] {
  const bound = bundleLicenses.find(isUsed);
  let refusal: ApiError | undefined;
  for (const members of bound === undefined ? bundleLicenses : [bound]) {
    try {
      return members.map((member) => namingProduct(member, () => activationOf(member, request)));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refusal ??= error;
    }
  }
  throw refusal ?? new ApiError('license_not_found', request.absent);
}

function activationOf(
  candidate: Member,
  {
    credential,
    isVm,
    now,
    channel,
  }: { credential: Credential; isVm: boolean | undefined; now: Date; channel?: Channel },
): ChosenMember {
  const { license, device, product } = candidate;
  activatableProduct(product, { code: product.code, credential });
  assertMachineFits(product, isVm);
  const activation = decideActivation(license, device, now, channel);
  if (activation.outcome === 'refuse') {
    throw refusalOf(candidate, activation.code, activation.message);
  }
  return { candidate, activation };
}

/** A member license on which the device is active. */
export type BoundMember = Member & { readonly device: Device };

/**
 * Checks the bundle license that a device uses: the one on which it is active, else the first.
 * @param bundleLicenses newest first
 * @param request.absent the message when there are none
 * @returns the members on which the device is active: products that joined the license later may be missing
 * @throws ApiError license_not_found when there are none; the codes of `refusalsByOperation`, with a message that names
 * the product
 */
export function checkBundle(
  bundleLicenses: readonly Members[],
  request: { credential: Credential; absent: string; now: Date },
): BoundMember[] {
  const { credential, absent, now } = request;
  const members = bundleLicenses.find(isUsed) ?? bundleLicenses[0] ?? [];
  if (members.length === 0) throw new ApiError('license_not_found', absent);
  const used = members.filter(isActiveOn);
  return (used.length === 0 ? members : used).map((member) =>
    namingProduct(member, () => {
      const { product } = member;
      usableProduct(product, { code: product.code, credential });
      return { ...chooseBound('checkLicense', [member], absent, now), product };
    }),
  );
}

/**
 * Finds the members of the bundle license that a device gives back: those on which it is active.
 * @param bundleLicenses newest first
 * @param request.absent the message when there are none
 * @param request.licenseUserId when given, devices of other users do not count
 * @throws ApiError license_not_found when there are none; device_not_found; those of `usableProduct`, with a message that
 * names the product
 */
export function membersActivatedOn(
  bundleLicenses: readonly Members[],
  request: { credential: Credential; absent: string; licenseUserId: number | undefined },
): BoundMember[] {
  const { credential, absent, licenseUserId } = request;
  const activated = bundleLicenses
    .map((members) => members.filter((one) => isActivatedBy(one, licenseUserId)))
    .find((members) => members.length > 0);
  const first = bundleLicenses[0]?.[0];
  if (first === undefined) throw new ApiError('license_not_found', absent);
  if (activated === undefined) throw refusalOf(first, 'device_not_found', DEVICE_NOT_FOUND);
  for (const member of activated) {
    const { product } = member;
    namingProduct(member, () => usableProduct(product, { code: product.code, credential }));
  }
  return activated as BoundMember[];
}

/**
 * The member that counts use, when a request counts use without naming a product.
 * @returns undefined when no member does
 * @throws ApiError validation_error when more than one does
 */
export function countingMember(members: Members): Member | undefined {
  const [first, second] = members.filter(({ license }) => license.license_type === 'consumption');
  if (second === undefined) return first;
  throw new ApiError(
    'validation_error',
    'body.consumptions: more than one license of the bundle counts use; count it with add_consumption for each product',
  );
}

function isUsed(members: Members): boolean {
  return members.some(isActiveOn);
}

function isActiveOn({ device }: Candidate): boolean {
  return device?.active === true;
}

function namingProduct<T>({ product }: Member, decide: () => T): T {
  try {
    return decide();
  } catch (error) {
    throw refusalOfMember(product, error);
  }
}

/** The refusal of a member license: its message begins with the code of the product. */
export function refusalOfMember({ code: product }: Product, error: unknown): Error {
  if (!(error instanceof ApiError)) return error as Error;
  const { code, message, detail, audit } = error;
  return new ApiError(code, `${product}: ${message}`, {
    audit,
    ...(detail === undefined ? {} : { detail }),
  });
}
