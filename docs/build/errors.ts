import { type Contract, type ErrorFacts, type Operation, referenceAnchor } from './contract.ts';
import { escapeHtml, slugOf } from './html.ts';
import type { Heading } from './markdown.ts';

/** A list of all error codes in alphabetical order, with their status. */
export function renderErrorIndex({ errors }: Contract): string {
  const byName = errors.toSorted((a, b) => (a.code.toLowerCase() < b.code.toLowerCase() ? -1 : 1));
  const items = byName.map(
    ({ code, status }) =>
      `<li><a href="#${slugOf(code)}"><code>${code}</code></a> <span>${status}</span></li>`,
  );
  return `<ul class="codes">\n${items.join('\n')}\n</ul>`;
}

/** The facts under the heading of a code: its status, its operations and an example. */
export function renderErrorFacts(contract: Contract, code: string): string {
  const error = contract.errors.find((one) => one.code === code);
  if (error === undefined) return '';
  const facts = `<p class="facts"><span class="status">${error.status}</span> ${givenBy(contract, error)}</p>`;
  const message = error.message ?? '';
  return message === '' ? facts : `${facts}\n<p class="message">${escapeHtml(message)}</p>`;
}

/** Compares the headings of errors.md with the contract. @returns the faults */
export function checkErrorPage({ errors }: Contract, headings: readonly Heading[]): string[] {
  const codes = new Set(errors.map(({ code }) => code));
  const written = headings.filter(({ depth }) => depth === 3).map(({ text }) => text);
  return [
    ...[...codes].filter((code) => !written.includes(code)).map((code) => `${code} is missing`),
    ...written.filter((code) => !codes.has(code)).map((code) => `${code} is not in the contract`),
  ].map((problem) => `errors.md: ${problem}`);
}

/** If more operations of the Admin API than this have a code, they are not listed one by one. */
const MOST_NAMED = 6;

function givenBy(contract: Contract, { operations }: ErrorFacts): string {
  if (operations.length === 0) return 'before any operation';
  const given = new Set(operations.map(({ id }) => id));
  const isAdmin = ({ path }: Operation) => path.startsWith('/admin/');
  const others = operations.filter((one) => !isAdmin(one));
  const parts = [
    nameInLicenseApi(contract, given) ?? others.map(operationLink).join(', '),
    nameInAdminApi(contract.operations.filter(isAdmin), operations.filter(isAdmin)),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function nameInLicenseApi({ operations }: Contract, given: Set<string>): string | undefined {
  const all = operations.filter(({ path }) => path.startsWith('/api/'));
  if (all.every(({ id }) => given.has(id))) return 'every operation of the License API';
  const isOfSigned = all.every(({ id, signed }) => given.has(id) === signed);
  return isOfSigned ? 'every operation that is signed' : undefined;
}

function nameInAdminApi(all: readonly Operation[], given: readonly Operation[]): string {
  const page = '<a href="admin-api.html">Admin API</a>';
  if (given.length === all.length) return `every operation of the ${page}`;
  if (given.length > MOST_NAMED) return `operations of the ${page}`;
  return given.map(operationLink).join(', ');
}

function operationLink(operation: Operation): string {
  return `<a href="reference.html${referenceAnchor(operation)}"><code>${operation.id}</code></a>`;
}
