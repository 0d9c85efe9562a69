import { ApiError } from './errors.ts';

type Variables = Readonly<Record<string, unknown>>;
/** When each variable was first stored: milliseconds since 1970. */
type Times = Readonly<Record<string, number>>;

/** The variables that are stored of a device. */
export interface DeviceVariables {
  readonly device_id: number;
  readonly variables: Readonly<Record<string, string | number | boolean>>;
  /** When each was first stored. */
  readonly created_at: Readonly<Record<string, Date>>;
}

/** The maximum number of variables of a device. */
export const MOST_VARIABLES = 64;
/** The maximum size of all variables of a device: bytes of JSON in UTF-8. */
export const VARIABLES_LIMIT = 65_536;

/**
 * Adds variables to those of a device. An existing name gets the new value.
 * @throws ApiError validation_error when the result exceeds a maximum
 */
export function mergeVariables(known: Variables, news: Variables): Variables {
  const merged = { ...known, ...news };
  const count = Object.keys(merged).length;
  const size = Buffer.byteLength(JSON.stringify(merged));
  if (count <= MOST_VARIABLES && size <= VARIABLES_LIMIT) return merged;
  throw new ApiError(
    'validation_error',
    `body.variables: the device would have ${count} variables with ${size} bytes in total; ` +
      `the maximum is ${MOST_VARIABLES} with ${VARIABLES_LIMIT} bytes. Send names that the device has already.`,
  );
}

/** Adds the time of variables that are stored for the first time. */
export function mergeTimes(known: Times, news: Variables, now: Date): Times {
  const times = Object.keys(news).map((name) => [name, now.getTime()]);
  return { ...(Object.fromEntries(times) as Times), ...known };
}
