interface CountedUse {
  readonly total_consumptions: number;
  readonly max_consumptions: number | null;
  readonly allow_negative_consumptions: boolean;
  readonly allow_overages: boolean;
  readonly max_overages: number;
  readonly consumption_period: string | null;
}

/** Such as `42 of 100, and 10 above it, reset daily`. */
export function describeCounter(counter: CountedUse): string {
  const { total_consumptions: total, max_consumptions: most, consumption_period: period } = counter;
  const above = counter.max_overages === 0 ? 'any number' : String(counter.max_overages);
  return [
    `${total} of ${most ?? 'any number'}`,
    counter.allow_overages && most !== null ? `and ${above} above it` : '',
    period === null ? '' : `reset ${period}`,
    counter.allow_negative_consumptions ? 'may be taken back' : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
