/** The vendor, as both counters name it. An installation has one. */
export const company = { id: 1 } as const;
