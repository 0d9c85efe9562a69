import { findBrowser } from './browser.ts';
import { needing } from './needing.ts';

/** `describe` for what needs a real browser. */
export const describeInBrowser = needing(
  'Chromium; CHROMIUM_PATH names one that is not found by itself',
  findBrowser() !== undefined,
).describe;
