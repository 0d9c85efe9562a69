import { delimiter, dirname } from 'node:path';

/** Our settings, and what the npm that runs the tests says of itself. */
const OURS = /^(?:LATCHKEY_|npm_|NODE_ENV$|NODE_OPTIONS$|PORT$)/;
const { PATH = '', ...others } = process.env;

/** npm finds its cache, proxies and certificates in the environment. The Node.js that runs the tests is the first in it. */
export const npmEnv = {
  ...(Object.fromEntries(Object.entries(others).filter(([name]) => !OURS.test(name))) as Record<
    string,
    string
  >),
  PATH: [dirname(process.execPath), PATH].join(delimiter),
};
