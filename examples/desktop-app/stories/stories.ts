import { bundle } from './bundle.ts';
import { consumption } from './consumption.ts';
import { feature } from './feature.ts';
import { floating } from './floating.ts';
import { offline } from './offline.ts';
import { trial } from './trial.ts';
import { versions } from './versions.ts';
import type { Story } from './story.ts';

/** The stories of `latchkey try --kind`. */
export const stories: Readonly<Record<string, Story>> = {
  bundle,
  consumption,
  feature,
  floating,
  offline,
  trial,
  versions,
};
