/**
 * What the pages do beyond being read: copy buttons and the search. Without this script the pages lack nothing else.
 * The search is a file of the site; nothing is asked of anybody else.
 */

/** The most that is shown. */
const MOST_RESULTS = 20;

for (const block of document.querySelectorAll('.code')) addCopyButton(block);
addSearch(document.querySelector('.site'));

function addCopyButton(block) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    const code = block.querySelector('code').textContent.trimEnd();
    button.textContent = (await copy(code)) ? 'Copied' : 'Not copied';
    setTimeout(() => (button.textContent = 'Copy'), 2_000);
  });
  block.append(button);
}

/** Whether it worked. Browsers have a clipboard for pages of https and of this machine alone. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

function addSearch(header) {
  const dialog = document.createElement('dialog');
  dialog.className = 'search';
  dialog.setAttribute('aria-label', 'Search the documentation');
  dialog.innerHTML = `
    <input type="search" role="combobox" aria-expanded="true" aria-controls="search-results" aria-autocomplete="list"
      aria-label="Search the documentation" placeholder="Search the documentation" autocomplete="off" spellcheck="false">
    <div id="search-results" role="listbox" aria-label="Results"></div>
    <p role="status"></p>`;
  document.body.append(dialog);
  const input = dialog.querySelector('input');
  const list = dialog.querySelector('[role=listbox]');
  const status = dialog.querySelector('[role=status]');
  let entries;
  let chosen = 0;

  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'find';
  button.innerHTML = 'Search <kbd>/</kbd>';
  button.addEventListener('click', open);
  header.querySelector('.brand').after(button);

  document.addEventListener(
    'keydown',
    (event) => {
      const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || typing) return;
      event.preventDefault();
      event.stopPropagation();
      open();
    },
    true,
  );
  input.addEventListener('input', show);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') choose(chosen + 1);
    else if (event.key === 'ArrowUp') choose(chosen - 1);
    else if (event.key === 'Enter') list.children[chosen]?.click();
    else return;
    event.preventDefault();
  });
  // Outside of what is in it: on the backdrop.
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  list.addEventListener('click', () => dialog.close());

  async function open() {
    dialog.showModal();
    input.select();
    try {
      entries ??= await load(document.documentElement.dataset.search);
    } catch {
      status.textContent = 'The search could not be loaded. Please try again.';
    }
    show();
  }

  function show() {
    if (entries === undefined) return;
    const words = wordsOf(input.value);
    const results = search(entries, words);
    list.replaceChildren(...results.map((entry, place) => resultOf(entry, words, place)));
    if (words.length === 0)
      status.textContent = 'Guides, commands, settings, error codes, operations.';
    else if (results.length === 0)
      status.textContent = 'Nothing was found. Try fewer or other words.';
    else status.textContent = '';
    choose(0);
  }

  function choose(place) {
    const { length } = list.children;
    chosen = length === 0 ? 0 : (place + length) % length;
    for (const [index, option] of [...list.children].entries()) {
      option.setAttribute('aria-selected', String(index === chosen));
    }
    const option = list.children[chosen];
    if (option === undefined) return input.removeAttribute('aria-activedescendant');
    input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }
}

/** The places of the site, with what they are found by. */
async function load(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return (await response.json()).map(([url, page, heading, text]) => ({
    ...{ url, page, heading, text },
    found: [heading || page, page, text].map((part) => part.toLowerCase()),
  }));
}

function wordsOf(text) {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** Places that have every word, best first: in the heading, then in the name of the page, then in the text. */
function search(entries, words) {
  if (words.length === 0) return [];
  return entries
    .map((entry) => ({ entry, score: scoreOf(entry, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_RESULTS)
    .map(({ entry }) => entry);
}

function scoreOf({ found: [heading, page, text] }, words) {
  let score = heading === words.join(' ') ? 100 : 0;
  for (const word of words) {
    const points = 40 * weigh(heading, word) + 10 * weigh(page, word) + 4 * weigh(text, word);
    if (points === 0) return 0;
    score += points;
  }
  return score;
}

/** More at the beginning of a word than within one. */
function weigh(text, word) {
  const place = text.indexOf(word);
  if (place < 0) return 0;
  const begins = new RegExp(`(?<![\\p{L}\\p{N}])${escapePattern(word)}`, 'u');
  return begins.test(text) ? 2 : 1;
}

function resultOf({ url, page, heading, text }, words, place) {
  const link = document.createElement('a');
  link.id = `search-result-${place}`;
  link.href = url;
  link.setAttribute('role', 'option');
  link.tabIndex = -1;
  const title = document.createElement('strong');
  title.append(...marked(heading || page, words));
  const where = document.createElement('span');
  where.textContent = heading === '' ? '' : page;
  const part = document.createElement('small');
  part.append(...marked(around(text, words), words));
  link.append(title, ' ', where, part);
  return link;
}

/** The part of a text where the first word stands that is in it. */
function around(text, words) {
  const lower = text.toLowerCase();
  const place = Math.max(
    0,
    Math.min(...words.map((word) => lower.indexOf(word)).filter((at) => at >= 0)),
  );
  const begin = Number.isFinite(place) && place > 60 ? text.indexOf(' ', place - 50) + 1 : 0;
  const end = begin + 150 < text.length ? text.lastIndexOf(' ', begin + 150) : text.length;
  return `${begin > 0 ? '… ' : ''}${text.slice(begin, end)}${end < text.length ? ' …' : ''}`;
}

/** A text with the words in it marked. */
function marked(text, words) {
  const any = words.map(escapePattern).join('|');
  return text.split(new RegExp(`(${any})`, 'giu')).map((part, index) => {
    if (index % 2 === 0) return part;
    const mark = document.createElement('mark');
    mark.textContent = part;
    return mark;
  });
}

function escapePattern(text) {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
