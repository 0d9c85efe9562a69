/** One to four numbers; a pre-release and a build as in Semantic Versioning 2.0.0. */
const VERSION = /^(\d+(?:\.\d+){0,3})(?:-([\dA-Za-z.-]+))?(?:\+[\dA-Za-z.-]+)?$/;
const PARTS = 4;
/** The end of the numbers of a version that is no pre-release: higher than that of any pre-release. */
const RELEASE = '3';
/** The kinds of identifiers of a pre-release, the lowest first (Semantic Versioning 2.0.0, item 11.4). */
const [END, NUMBER, TEXT] = ['0', '1', '2'];

/**
 * A text by which versions are ordered. It has only digits and the letters a to f, which every collation of a database
 * orders alike. Numbers are compared as numbers, missing ones count as 0, and a pre-release comes before its release, in
 * the order of Semantic Versioning 2.0.0, item 11. The build after `+` does not count.
 * @throws Error for a text that is no version; the contract refuses it before
 */
export function versionSortKey(version: string): string {
  const [, numbers, prerelease] = VERSION.exec(version) ?? [];
  if (numbers === undefined) throw new Error(`${version} is no version`);
  const given = numbers.split('.');
  const parts = [...given, ...Array<string>(PARTS - given.length).fill('0')];
  const release = parts.map(numberKey).join('');
  if (prerelease === undefined) return release + RELEASE;
  return release + prerelease.split('.').map(identifierKey).join('') + END;
}

function identifierKey(identifier: string): string {
  if (/^\d+$/.test(identifier)) return NUMBER + numberKey(identifier);
  // A shorter identifier comes first: no character has the code 0.
  return `${TEXT}${Buffer.from(identifier, 'ascii').toString('hex')}00`;
}

/** The number of digits comes first, so that the higher number has the higher key. */
function numberKey(digits: string): string {
  const significant = digits.replace(/^0+/, '') || '0';
  return significant.length.toString(16).padStart(2, '0') + significant;
}
