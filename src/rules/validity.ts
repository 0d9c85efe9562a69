export const DAY = 86_400_000;

/** The end of what is valid for some days from the first activation of a license, or from the start of the license. */
export function endAfterDays(
  days: number,
  { starts_at: startsAt }: { readonly starts_at: Date | null },
  now: Date,
): Date {
  return new Date(Math.max(now.getTime(), startsAt?.getTime() ?? 0) + days * DAY);
}
