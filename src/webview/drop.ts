/** Measurements dropped on the page: from the system's files, or from the workbench's explorer. */
import * as l10n from '@vscode/l10n';
import { h } from './dom.ts';
import { sendEntries } from './dropped-files.ts';
import { tell } from './page-calls.ts';
import type { PageCalls } from './protocol.ts';
import type { Caller } from './protocol-rpc.ts';

type Call = Caller<PageCalls>['call'];

/** The workbench's own list of addresses, and anyone's. */
const LISTS = ['application/vnd.code.uri-list', 'text/uri-list'];

/** The workbench takes a drag away from the page, without a word, where Shift is not held: it is gone once it says no more, ms. */
const QUIET = 1000;

export function acceptDrops(page: HTMLElement, call: Call): void {
  const hint = h('p', { class: 'drop-hint', attributes: { role: 'status' } });
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const show = (isOver: boolean): void => {
    clearTimeout(quiet);
    hint.textContent = isOver
      ? l10n.t('Hold Shift and drop a PROF_* folder or files of measurements to compare')
      : '';
    if (isOver) quiet = setTimeout(() => show(false), QUIET);
  };
  page.append(hint);
  page.addEventListener('dragover', (event) => {
    if (!event.dataTransfer || !bringsFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    show(true);
  });
  page.addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) show(false);
  });
  page.addEventListener('drop', (event) => {
    show(false);
    if (!event.dataTransfer || !bringsFiles(event.dataTransfer)) return;
    event.preventDefault();
    tell(send(event.dataTransfer, call));
  });
}

const bringsFiles = ({ types }: DataTransfer): boolean =>
  ['Files', ...LISTS].some((type) => types.includes(type));

/** All of the drop is taken at once, as it is empty after the event. */
async function send(drop: DataTransfer, call: Call): Promise<void> {
  const entries = [...drop.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const uris = addressesIn(LISTS.map((type) => drop.getData(type)).find((list) => list !== '') ?? '');
  if (entries.length > 0) await sendEntries(entries, call);
  else if (uris.length > 0) await call('dropUris', { uris });
}

/** A line each; `#` begins a comment. */
const addressesIn = (list: string): string[] =>
  list
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
