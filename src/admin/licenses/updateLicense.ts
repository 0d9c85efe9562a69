import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { requireExisting } from '../require-existing.ts';
import { aboutLicense } from './about-license.ts';
import { answerLicense } from './answer-license.ts';
import { changeLicense } from './change-license.ts';

export const updateLicense: AdminOperation<'updateLicense'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, path } = request;
    const before = requireExisting(await store.licenses.find(path.id), request, 'license');
    await changeLicense(store, before, body, { timeZone: deps.config.timeZone, now });
    return {
      response: await answerLicense(store, path.id, now),
      subject: { kind: 'license', id: path.id },
      about: aboutLicense(before),
      detail: { changed: Object.keys(body) },
    };
  });
