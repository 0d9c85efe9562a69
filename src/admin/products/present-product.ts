import { presenter } from '../presenter.ts';

export const presentProduct = presenter('AdminProduct');
