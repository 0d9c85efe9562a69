/**
 * Stands in for the browser that an application opens: goes wherever it is sent.
 * Usage: node play-user.ts <URL>
 */
import { HttpUser } from './http-user.ts';

await new HttpUser().open(process.argv[2] ?? '');
