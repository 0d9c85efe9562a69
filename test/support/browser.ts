import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** The shell without windows comes first: going to a page takes it a third of the time of a processor. */
const places = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].map(
  (name) => `/usr/bin/${name}`,
);

/** The Chromium of this machine: CHROMIUM_PATH, or where systems put it. */
export function findBrowser(): string | undefined {
  return [process.env.CHROMIUM_PATH, ...places].find((path) => path && existsSync(path));
}

/** Starts it, headless and quiet. Close it when done. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath)
    throw new Error(`No Chromium: set CHROMIUM_PATH, or install /usr/bin/chromium`);
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
