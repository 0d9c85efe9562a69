import { defaultsOf } from '../../../src/contract/defaults.ts';
import { decideActivation, endFromActivation } from '../../../src/rules/activation.ts';
import { addConsumptions, type Counter, totalAt } from '../../../src/rules/consumption.ts';
import { ApiError } from '../../../src/rules/errors.ts';
import { endOfFeature, type FeatureInUse } from '../../../src/rules/license-feature.ts';
import { type Device, isExpired, type License } from '../../../src/rules/license.ts';
import { chooseBound } from '../../../src/rules/license-states.ts';
import { requireFeature } from '../../../src/rules/require-feature.ts';
import { releasedUntil } from '../../../src/rules/version.ts';
import { borrowed, hasFree, isBorrowed, isHeld, renewed } from '../../../src/rules/slots.ts';
import type { Lane, Response, Timeline } from './render-timeline.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FIRST = Date.UTC(2027, 0, 1);

/** A time of the timelines. @param days after the first of January */
const day = (days: number) => new Date(FIRST + days * DAY);

const yes = (text: string): Response => ({ text, kind: 'yes' });
const part = (text: string): Response => ({ text, kind: 'part' });
const no = (text: string): Response => ({ text, kind: 'no' });

/** A timeline of the license types. The rules of the server say what it responds. */
export const licenseTimelines: Readonly<Record<string, Timeline>> = {
  'time-limited license': timeline({
    caption: 'A time-limited license that ends after 60 days',
    terms: { license_type: 'time-limited', valid_until: day(60) },
    activated: 0,
    length: 90,
    events: [[60, 'valid_until']],
  }),
  'days of validity': timeline({
    caption: 'A license of 30 days of validity, first activated after 20 days',
    terms: { license_type: 'time-limited', valid_days: 30 },
    activated: 20,
    length: 90,
    events: [
      [20, 'first activation'],
      [50, '30 days later'],
    ],
  }),
  'subscription with grace': timeline({
    caption: 'A subscription with 10 days of grace that is not renewed',
    terms: { license_type: 'subscription', valid_until: day(45), grace_hours: 240 },
    activated: 0,
    length: 90,
    events: [
      [45, 'valid_until'],
      [55, 'grace_hours later'],
    ],
  }),
  'start of a license': timeline({
    caption: 'A license that starts after 30 days',
    terms: { license_type: 'perpetual', starts_at: day(30) },
    activated: 40,
    length: 90,
    events: [
      [30, 'starts_at'],
      [40, 'first activation'],
    ],
  }),
  'a trial': timeline({
    caption: 'A trial of 30 days that is created on 1 January, and first activated after 20 days',
    terms: { license_type: 'time-limited', is_trial: true, valid_days: 30 },
    activated: 20,
    length: 90,
    events: [
      [0, 'trial_key'],
      [20, 'first activation'],
      [50, '30 days later'],
    ],
  }),
  'a counter with resets': countingTimeline(),
  'a floating license': floatingTimeline(),
  'features of a license': featureTimeline(),
  'maintenance and versions': maintenanceTimeline(),
};

interface Story {
  readonly caption: string;
  readonly terms: Partial<License>;
  /** The day of the first activation. */
  readonly activated: number;
  /** In days. */
  readonly length: number;
  readonly events: readonly (readonly [day: number, text: string])[];
}

function timeline({ caption, terms, activated, length, events }: Story): Timeline {
  const license = { ...licenseOf(terms), times_activated: 0 };
  const end = endFromActivation(license, day(activated)) ?? license.valid_until;
  const at = (now: Date) =>
    now < day(activated)
      ? { license, device: undefined }
      : { license: { ...license, times_activated: 1, valid_until: end }, device: DEVICE };
  return {
    caption,
    from: day(0),
    to: day(length),
    events: events.map(([days, text]) => ({ at: day(days), text })),
    lanes: [
      {
        name: 'activate_license of another device',
        respond(now) {
          const decision = decideActivation(at(now).license, undefined, now);
          return decision.outcome === 'refuse' ? no(decision.code) : yes('activated');
        },
      },
      {
        name: 'check_license of the device',
        respond: (now) =>
          respondTo(() => {
            const checked = chooseBound('checkLicense', [at(now)], '', now);
            return isExpired(checked.license, now) ? part('is_expired: true') : yes('valid');
          }),
      },
    ],
  };
}

/** A license with maintenance, and a product with three versions. */
function maintenanceTimeline(): Timeline {
  const license = licenseOf({ license_type: 'perpetual', maintenance_until: day(60) });
  const versions = [
    { version: '1.0.0', released: day(0) },
    { version: '1.1.0', released: day(30) },
    { version: '2.0.0', released: day(75) },
  ];
  return {
    caption: 'A perpetual license with 60 days of maintenance',
    from: day(0),
    to: day(100),
    events: [
      { at: day(30), text: '1.1.0 is released' },
      { at: day(60), text: 'maintenance_until' },
      { at: day(75), text: '2.0.0 is released' },
    ],
    lanes: [
      {
        name: 'the newest version of the product',
        respond: (now) => yes(versions.findLast(({ released }) => released <= now)?.version ?? ''),
      },
      {
        name: 'installation_file of the license',
        respond(now) {
          const until = releasedUntil(license, now);
          const found = versions.findLast(({ released }) => released <= until)?.version ?? '';
          return now > day(60) ? part(found) : yes(found);
        },
      },
    ],
  };
}

/** A counter of 100 in a month: 40 are counted now and then. */
function countingTimeline(): Timeline {
  const license = licenseOf({
    license_type: 'consumption',
    max_consumptions: 100,
    consumption_period: 'monthly',
  });
  const counted: { at: Date; refused: boolean; counter: Counter }[] = [];
  for (const days of [10, 20, 26, 41]) {
    const last = counted.at(-1)?.counter ?? license;
    try {
      const counter = addConsumptions({ ...license, ...last }, 40, day(days));
      counted.push({ at: day(days), refused: false, counter });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      counted.push({ at: day(days), refused: true, counter: last });
    }
  }
  const lane: Lane = {
    name: 'total_consumptions',
    respond(now) {
      const last = counted.findLast(({ at }) => at < now)?.counter ?? license;
      const total = totalAt(license, last, now);
      return total === 80 ? part(`${total} of 100`) : yes(`${total} of 100`);
    },
  };
  return {
    caption: 'A counter of 100 uses a month, of which an application counts 40 at a time',
    from: day(0),
    to: day(59),
    events: [
      ...counted.map(({ at, refused }) => ({
        at,
        text: refused ? '40 uses: license_not_enough_consumptions' : '40 uses',
      })),
      { at: day(31), text: 'reset: 1 February, midnight UTC' },
    ].toSorted((one, other) => one.at.getTime() - other.at.getTime()),
    lanes: [lane],
  };
}

/** A license with a feature for some days, and one until a day. */
function featureTimeline(): Timeline {
  const activated = day(20);
  const features = [
    featureOf({ code: 'ocr', valid_days: 14 }),
    featureOf({ code: 'maps', expires_at: day(55) }),
  ];
  const license = licenseOf({ features, times_activated: 0 });
  const inUse = {
    ...license,
    times_activated: 1,
    features: features.map((feature) => ({
      ...feature,
      expires_at: endOfFeature(feature, license, activated) ?? feature.expires_at,
    })),
  };
  const laneOf = ({ code }: FeatureInUse): Lane => ({
    name: `check_license_feature of ${code}`,
    respond: (now) =>
      respondTo(() => {
        const at =
          now < activated ? { license, device: undefined } : { license: inUse, device: DEVICE };
        requireFeature(chooseBound('checkLicenseFeature', [at], '', now), code, now);
        return yes('the feature');
      }),
  });
  return {
    caption: 'A license with the feature ocr for 14 days, and the feature maps until a day',
    from: day(0),
    to: day(90),
    events: [
      { at: activated, text: 'first activation' },
      { at: day(34), text: 'ocr: 14 days later' },
      { at: day(55), text: 'maps: expires_at' },
    ],
    lanes: features.map(laneOf),
  };
}

function featureOf(over: Partial<FeatureInUse>): FeatureInUse {
  return {
    ...defaultsOf('NewLicenseFeature'),
    id: 1,
    license_id: 1,
    product_feature_id: 1,
    code: '',
    name: '',
    feature_type: 'activation',
    metadata: {},
    total_consumptions: 0,
    counted_at: null,
    slots_in_use: 0,
    ...over,
  };
}

/** A license of one slot, during a day: a device checks it each hour for 5 hours, and borrows it later. */
function floatingTimeline(): Timeline {
  const hour = (hours: number) => new Date(FIRST + hours * HOUR);
  const pool = { slots: 1, timeout: 120 };
  const checks = [0, 1, 2, 3, 4, 5].map((at) => ({
    at: hour(at),
    slot: renewed(pool, undefined, hour(at)),
  }));
  const borrow = { at: hour(12), slot: borrowed(pool, hour(20), hour(12)) };
  const slotAt = (now: Date) => [...checks, borrow].findLast(({ at }) => at < now)?.slot;
  return {
    caption: 'A floating license of one slot with a timeout of 120 minutes, during a day',
    from: hour(0),
    to: hour(24),
    events: [
      { at: hour(5), text: 'last check of device A' },
      { at: hour(7), text: '120 minutes later' },
      { at: borrow.at, text: 'device A borrows it for 8 hours' },
      { at: hour(20), text: 'borrowed_until' },
    ],
    lanes: [
      {
        name: 'device A',
        respond(now) {
          const slot = slotAt(now);
          if (isBorrowed(slot, now)) return yes('borrowed');
          return isHeld(slot, now) ? yes('holds the slot') : part('no slot');
        },
      },
      {
        name: 'check_license of device B, if it is the first',
        respond: (now) =>
          hasFree(pool, Number(isHeld(slotAt(now), now)))
            ? yes('valid')
            : no('floating_not_available'),
      },
    ],
  };
}

function respondTo(answer: () => Response): Response {
  try {
    return answer();
  } catch (error) {
    if (error instanceof ApiError) return no(error.code);
    throw error;
  }
}

const DEVICE: Device = {
  id: 1,
  license_id: 1,
  active: true,
  blacklisted: false,
  vacated: false,
  license_user_id: null,
  last_seen_at: null,
};

function licenseOf(terms: Partial<License>): License {
  return {
    ...defaultsOf('NewLicense'),
    id: 1,
    product_id: 1,
    bundle_license_id: null,
    order_store_id: '',
    license_key: '',
    trial_holder: null,
    assignment: null,
    max_activations: 5,
    times_activated: 1,
    transfer_count: 0,
    vacated_seats: 0,
    has_versions: false,
    features: [],
    total_consumptions: 0,
    counted_at: null,
    customer: null,
    ...terms,
  };
}
