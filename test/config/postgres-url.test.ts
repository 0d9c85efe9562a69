import { describe, expect, it } from '@jest/globals';
import { parsePostgresUrl, placeOf } from '../../src/config/postgres-url.ts';

describe('parsePostgresUrl', () => {
  it.each([
    ['postgres://h/db', [{ host: 'h', port: undefined }]],
    ['postgresql://h:5433/db', [{ host: 'h', port: 5433 }]],
    ['postgres:///db', [{ host: undefined, port: undefined }]],
    ['postgres://[::1]:5433/db', [{ host: '::1', port: 5433 }]],
    ['postgres://%2Frun%2Fpg:5433/db', [{ host: '/run/pg', port: 5433 }]],
    ['postgres:///db?host=/run/pg&port=5433', [{ host: '/run/pg', port: 5433 }]],
    [
      'postgres://a:1,b,[::2]:3/db',
      [
        { host: 'a', port: 1 },
        { host: 'b', port: undefined },
        { host: '::2', port: 3 },
      ],
    ],
    [
      'postgres:///db?host=a,b&port=1,2',
      [
        { host: 'a', port: 1 },
        { host: 'b', port: 2 },
      ],
    ],
    [
      'postgres:///db?host=a,b&port=1',
      [
        { host: 'a', port: 1 },
        { host: 'b', port: 1 },
      ],
    ],
  ])('reads the hosts of %s', (url, hosts) => {
    expect(parsePostgresUrl(url).hosts).toEqual(hosts);
  });

  it('decodes user, password and database', () => {
    const url = parsePostgresUrl('postgres://m%40e:p%2F%3A%40ss:w@h/my%20db');
    expect(url).toMatchObject({ user: 'm@e', password: 'p/:@ss:w', database: 'my db' });
    const named = parsePostgresUrl('postgres://h?user=u&password=p&dbname=d');
    expect(named).toMatchObject({ user: 'u', password: 'p', database: 'd' });
  });

  it('defaults to sslmode=prefer, and to verify-full with sslrootcert=system', () => {
    expect(parsePostgresUrl('postgres://h/db').tls).toBe('prefer');
    expect(parsePostgresUrl('postgres://h/db?ssl=true').tls).toBe('require');
    expect(parsePostgresUrl('postgres://h/db?sslrootcert=system').tls).toBe('verify-full');
  });

  it('is displayed without user and password', () => {
    expect(placeOf('postgres://me:secret@a:1,[::2]:3/db?sslmode=require')).toBe('a:1,[::2]:3/db');
  });

  it.each([
    ['postgres://u:canary@h', 'names no database'],
    ['postgres://u:canary@h:x/db', 'has a port'],
    ['postgres://u:canary@h:70000/db', 'has a port'],
    ['postgres://u:canary@[::1/db', 'has an invalid host'],
    ['postgres://u:canary@a,b/db?port=1,2,3', '2 hosts and 3 ports'],
    ['postgres://u:canary%zz@h/db', 'write % as %25'],
    ['postgres://u:canary@h/db?sslmod=require', 'has the parameter "sslmod"'],
    ['postgres://u:canary@h/db?sslcrl=x', 'has the parameter "sslcrl"'],
    ['postgres://u:canary@h/db?sslmode=on', 'must have a sslmode of prefer, disable, allow'],
    ['postgres://u:canary@h/db?sslmode=verify-ca', 'needs sslrootcert'],
    ['postgres://u:canary@h/db?sslmode=require&sslrootcert=system', 'requires sslmode=verify-full'],
    ['postgres://u:canary@h/db?target_session_attrs=standby', 'any, read-write, primary'],
    ['postgres://u:canary@h/db?connect_timeout=soon', 'connect_timeout'],
    ['mysql://u:canary@h/db', 'must be a URL such as'],
  ])('refuses %s', (url, reason) => {
    expect(() => parsePostgresUrl(url)).toThrow(reason);
    expect(() => parsePostgresUrl(url)).not.toThrow('canary');
  });
});
