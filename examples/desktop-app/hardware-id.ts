import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';

/** Choose your own, so that nobody can tell one computer in two vendors' applications. */
const APPLICATION = 'latchkey-desktop-app-example';

/** The same on every run on this computer. A hash: the id that it is made from stays here. */
export function getHardwareId(): string {
  const id = readMachineId() ?? `${hostname()} ${readMacAddress()}`;
  return createHmac('sha256', APPLICATION).update(id).digest('hex').slice(0, 32);
}

function readMachineId(): string | undefined {
  try {
    if (process.platform === 'darwin') {
      const device = execFileSync('ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice']).toString();
      return /"IOPlatformUUID" = "(.+)"/.exec(device)?.[1];
    }
    if (process.platform === 'win32') {
      const key = String.raw`HKLM\SOFTWARE\Microsoft\Cryptography`;
      const value = execFileSync('reg', ['query', key, '/v', 'MachineGuid', '/reg:64']).toString();
      return /REG_SZ\s+(\S+)/.exec(value)?.[1];
    }
    return /^[0-9a-f]{32}$/m.exec(readFileSync('/etc/machine-id', 'utf8'))?.[0];
  } catch {
    return undefined;
  }
}

function readMacAddress(): string {
  const entries = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const addresses = entries.filter((entry) => !entry.internal).map((entry) => entry.mac);
  return addresses.sort()[0] ?? '';
}
