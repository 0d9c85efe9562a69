/**
 * Runs programs one after the other in one process, which saves the start of Node.js for each. A message brings the path
 * of a program, and one goes back with what it printed, or with its error.
 */
import { format } from 'node:util';
import { pathToFileURL } from 'node:url';

let printed = '';
console.log = (...values: unknown[]) => {
  printed += `${format(...values)}\n`;
};
process.on('message', (file: string) => {
  printed = '';
  import(pathToFileURL(file).href).then(
    () => process.send?.({ printed }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
