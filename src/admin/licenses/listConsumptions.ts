import type { AdminOperation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { requireExisting } from '../require-existing.ts';
import { timeOf } from '../time-of.ts';

export const listConsumptions: AdminOperation<'listConsumptions'> = async ({ store }, request) => {
  const { path, query } = request;
  const license = requireExisting(await store.licenses.find(path.id), request, 'license');
  const filter = {
    license_id: license.id,
    feature_code: query.feature_code,
    from: timeOf(query.from, 'query.from'),
    to: timeOf(query.to, 'query.to'),
  };
  const page = await store.consumptionDays.list(filter, pageOf(query));
  return {
    status: 200,
    body: presentPage(page, ({ day, feature_code, consumptions }) => ({
      day: day.toISOString().slice(0, 10),
      feature_code,
      consumptions,
    })),
  };
};
