import type { components } from '../../generated/openapi.d.ts';
import type { DeviceReport } from '../store/tables/seats.ts';

type Fields = components['schemas']['DeviceFields'];

/** Reads what the request reports about the device. Missing fields are left out. */
export function deviceReport(
  request: Fields & { variables?: Record<string, unknown> },
): DeviceReport {
  const hostname = request.hostname ?? request.os_hostname;
  const fields = {
    is_vm: request.is_vm,
    vm_info: request.vm_info,
    os_ver: request.os_ver,
    hostname,
    ip: request.ip,
    ip_local: request.ip_local,
    app_ver: request.app_ver,
    app_name: request.app_name,
    sdk_ver: request.sdk_ver,
    mac_address: request.mac_address,
  };
  const reported = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { fields: Object.fromEntries(reported), variables: request.variables ?? {} };
}

/** True when the request reports nothing about the device. */
export function isEmptyReport(report: DeviceReport): boolean {
  return Object.keys(report.fields).length === 0 && Object.keys(report.variables).length === 0;
}
