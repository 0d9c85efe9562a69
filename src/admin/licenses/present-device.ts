import { presenter } from '../presenter.ts';

export const presentDevice = presenter('AdminDevice');
