import { consumption } from './consumption.ts';
import type { Story } from './story.ts';

/** The stories of `latchkey try --kind`. */
export const stories: Readonly<Record<string, Story>> = { consumption };
