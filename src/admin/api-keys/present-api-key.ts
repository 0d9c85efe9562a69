import { presenter } from '../presenter.ts';

/** Without the shared key, which is shown when it is made and never again. */
export const presentApiKey = presenter('AdminApiKey');
