/** Entry of the page, of the side panel and of the full one: reads its start, shows it, and follows the events. */
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import './panel.css';
import './full.css';
import { readTimeline } from '../server/protocol-timeline.ts';
import type { Actions } from './actions.ts';
import { Full } from './full.ts';
import type { Session } from './full/session.ts';
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

/** Boxes of a timeline that are asked for at most: more cannot be told apart, and the page stays quick. */
const mostBoxes = 20_000;

const host = acquireVsCodeApi();

function readStart(): PageStart {
  const start = v.parse(pageStartSchema, JSON.parse(document.getElementById('start')?.textContent ?? 'null'));
  if (start.l10n) l10n.config({ contents: start.l10n });
  useLocale(start.locale);
  return start;
}

/** The tab that was open before the page was hidden or the window reloaded. */
function rememberedSection(): Section | undefined {
  const parsed = v.safeParse(v.object({ section: v.picklist(sections) }), host.getState());
  return parsed.success ? parsed.output.section : undefined;
}

const report = (problem: string): void => console.warn(`AscendCL Performance: ${problem}`);

function run(root: Element): void {
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
  const tell = (done: Promise<unknown>): void =>
    void done.catch((error: unknown) => showProblem(String(error)));
  const actions: Omit<Actions, 'trySettings'> = {
    selectProgram: (program) => tell(call('selectProgram', { program })),
    goTo: (source) => tell(call('goTo', { source })),
    applyAdvice: (advice, fix) => tell(call('applyAdvice', { advice, fix })),
    showRule: (rule) => tell(call('showRule', { rule })),
    setParameter: (name, value) => tell(call('setParameter', { name, value })),
    openFull(section, trial) {
      const shown = { section, ...(trial && { trial }) };
      if (start.state.view === 'full') showSection(shown);
      else tell(call('openFull', shown));
    },
    command: (command) => tell(call('command', { command })),
  };
  const session: Session = {
    ...actions,
    whatIf: (settings) => call('whatIf', { settings }),
    async timeline(settings) {
      const sent = await call('timeline', { settings, maxBoxes: mostBoxes });
      return sent && readTimeline(sent);
    },
    sweep(settings, vary, progress) {
      sweepProgress = progress;
      return call('sweep', { settings, vary });
    },
    cancelSweep: () => tell(call('cancelSweep', {})),
    writeToSource: (settings) => call('writeToSource', { settings }),
    async exportAs(format, settings, png) {
      await call('export', { format, settings, ...(png !== undefined && { png }) });
    },
  };
  if (start.state.view === 'side') update = sidePage(root, actions);
  else {
    const section = start.section ?? rememberedSection() ?? 'timeline';
    const full = new Full(root, session, { section, trial: start.trial ?? {} }, (shown) =>
      host.setState({ section: shown }),
    );
    update = (state) => full.update(state);
    showSection = ({ section: wanted, trial }) => full.show(wanted, trial);
  }
  update(start.state);
  tell(call('ready', {}).then((state) => update(state)));
}

/** A call that failed is said on the page, for a while, without taking its place. */
function showProblem(problem: string): void {
  const line = document.createElement('p');
  line.className = 'alert toast';
  line.setAttribute('role', 'alert');
  line.textContent = problem.replace(/^Error: /, '');
  document.body.append(line);
  setTimeout(() => line.remove(), 8000);
}

const root = document.getElementById('app');
if (root) run(root);
