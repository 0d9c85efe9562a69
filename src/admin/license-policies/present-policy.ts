import type { PolicyOfProduct } from '../../store/tables/license-policies.ts';
import { present } from '../present.ts';

export function presentPolicy(policy: PolicyOfProduct) {
  return present('AdminLicensePolicy', policy);
}
