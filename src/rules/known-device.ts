import type { Device } from './license.ts';

/** A device as the vendor sees it. */
export interface KnownDevice extends Device {
  readonly hardwareId: string;
  readonly licenseUserEmail: string | null;
  /** What the device says of itself, and its variables. */
  readonly fields: Record<string, unknown>;
  readonly variables: Record<string, unknown>;
  readonly activatedAt: Date;
  /** When it was first activated. */
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
