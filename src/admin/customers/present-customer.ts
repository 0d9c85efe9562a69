import { presenter } from '../presenter.ts';

export const presentCustomer = presenter('AdminCustomer');
