import { type Contract, referenceAnchor, tagAnchor } from './contract.ts';

export type Files = ReadonlyMap<string, string | Buffer>;

/** Finds links to files and anchors that do not exist. @returns a message for each */
export function findDeadLinks(files: Files, contract: Contract): string[] {
  const pages = [...files].filter(
    (entry): entry is [string, string] =>
      entry[0].endsWith('.html') && typeof entry[1] === 'string',
  );
  const anchors = new Map(pages.map(([name, html]) => [name, idsOf(html)]));
  anchors.set(
    'reference.html',
    new Set(
      contract.operations.flatMap((one) =>
        [referenceAnchor(one), tagAnchor(one)].map((anchor) => anchor.slice(1)),
      ),
    ),
  );

  return pages
    .filter(([name]) => name !== 'reference.html')
    .flatMap(([page, html]) =>
      targetsOf(html)
        .filter((target) => !/^(https?|mailto|data):/.test(target))
        .filter((target) => {
          const [address = '', anchor = ''] = target.split('#');
          const [name = ''] = address.split('?');
          const file = name === '' ? page : name;
          return !files.has(file) || (anchor !== '' && anchors.get(file)?.has(anchor) !== true);
        })
        .map((target) => `${page}: dead link ${target}`),
    );
}

/** Finds ids that a page has twice. */
export function findDoubleIds(files: Files): string[] {
  return [...files].flatMap(([name, html]) => {
    if (!name.endsWith('.html') || name === 'reference.html' || typeof html !== 'string') return [];
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);
    const double = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
    return [...double].map((id) => `${name}: id ${id} stands twice`);
  });
}

function idsOf(html: string): Set<string> {
  return new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id));
}

function targetsOf(html: string): string[] {
  return [...html.matchAll(/ (?:href|src|srcset)="([^"]+)"/g)].map(([, target = '']) => target);
}
