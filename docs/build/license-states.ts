import { refusalsByOperation } from '../../src/rules/license-states.ts';
import { type Contract, referenceAnchor } from './contract.ts';
import { slugOf } from './html.ts';

/**
 * A table of the operations that use a bound license: the error codes of its states, in the order in which they refuse.
 * @throws Error for an operation that the contract does not have
 */
export function renderLicenseStates({ operations }: Contract): string {
  const rows = Object.entries(refusalsByOperation).map(([id, codes]) => {
    const operation = operations.find((one) => one.id === id);
    if (operation === undefined) throw new Error(`The contract has no operation ${id}`);
    const name = operation.path.replace('/api/v4/', '');
    const links = codes.map((code) => `[\`${code}\`](errors.html#${slugOf(code)})`);
    return `| [\`${name}\`](reference.html${referenceAnchor(operation)}) | ${links.join(', ')} |`;
  });
  return ['| Operation | Refuses with, in this order |', '| --- | --- |', ...rows].join('\n');
}
