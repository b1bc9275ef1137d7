/** The panel's page, of the side panel and of the full one: reads its start, shows it, and follows the events. */
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { acceptDrops } from './drop.ts';
import { Full } from './full.ts';
import { actionsOf, sessionOf, tell } from './page-calls.ts';
import { calls, events, pageStartSchema, sections } from './protocol.ts';
import type { PageStart, PageState, Section, Shown } from './protocol.ts';
import { connect } from './protocol-rpc.ts';
import { sidePage } from './side.ts';
import { useLocale } from './words.ts';

interface Host {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): Host;

function readStart(): PageStart {
  const start = v.parse(pageStartSchema, JSON.parse(document.getElementById('start')?.textContent ?? 'null'));
  if (start.l10n) l10n.config({ contents: start.l10n });
  useLocale(start.locale);
  return start;
}

/** The tab that was open before the page was hidden or the window reloaded. */
function rememberedSection(host: Host): Section | undefined {
  const parsed = v.safeParse(v.object({ section: v.picklist(sections) }), host.getState());
  return parsed.success ? parsed.output.section : undefined;
}

const report = (problem: string): void => console.warn(`AscendCL Performance: ${problem}`);

export function runPanel(root: Element): void {
  const host = acquireVsCodeApi();
  const start = readStart();
  let update: (state: PageState) => void = () => undefined;
  let showSection: (shown: Shown) => void = () => undefined;
  let sweepProgress: (done: number, total: number) => void = () => undefined;
  const channel = {
    post: (message: unknown) => host.postMessage(message),
    listen: (receive: (message: unknown) => void) =>
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => receive(data)),
  };
  const { call } = connect(
    channel,
    calls,
    events,
    {
      state: (state) => update(state),
      showSection: (shown) => showSection(shown),
      sweepProgress: ({ done, total }) => sweepProgress(done, total),
    },
    report,
  );
  const isFull = start.state.view === 'full';
  const actions = actionsOf(call, isFull ? (shown) => showSection(shown) : undefined);
  if (!isFull) update = sidePage(root, actions);
  else {
    const session = sessionOf(call, actions, (progress) => (sweepProgress = progress));
    const section = start.section ?? rememberedSection(host) ?? 'timeline';
    const full = new Full(root, session, { section, trial: start.trial ?? {} }, (shown) =>
      host.setState({ section: shown }),
    );
    update = (state) => full.update(state);
    showSection = ({ section: wanted, trial }) => full.show(wanted, trial);
  }
  acceptDrops(document.body, call);
  update(start.state);
  tell(call('ready', {}).then((state) => update(state)));
}
