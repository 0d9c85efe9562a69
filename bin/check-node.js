// What `npm start` asks first: npm puts the Node.js of the package "node" before the one of the machine.
import { isNewEnough, sayWhichIsNeeded } from './newer-node.js';

if (!isNewEnough()) {
  sayWhichIsNeeded();
  process.exitCode = 1;
}
