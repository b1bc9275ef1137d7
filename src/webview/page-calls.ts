/** What the page can do, as calls to the extension. */
import { readTimeline } from '../server/protocol-timeline.ts';
import type { Actions } from './actions.ts';
import type { Session } from './full/session.ts';
import type { PageCalls, Shown } from './protocol.ts';
import type { Caller } from './protocol-rpc.ts';

/** Boxes of a timeline that are asked for at most: more cannot be told apart, and the page stays quick. */
const mostBoxes = 20_000;

type Call = Caller<PageCalls>['call'];

/** A call that failed is said on the page, for a while, without taking its place. */
function showProblem(problem: string): void {
  const line = document.createElement('p');
  line.className = 'alert toast';
  line.setAttribute('role', 'alert');
  line.textContent = problem.replace(/^Error: /, '');
  document.body.append(line);
  setTimeout(() => line.remove(), 8000);
}

/** For calls whose answer nobody waits for. */
export const tell = (done: Promise<unknown>): void =>
  void done.catch((error: unknown) => showProblem(String(error)));

/** @param show brings this page to a section, where it has sections; else the full one is opened there. */
export function actionsOf(call: Call, show?: (shown: Shown) => void): Omit<Actions, 'trySettings'> {
  return {
    selectProgram: (program) => tell(call('selectProgram', { program })),
    goTo: (source) => tell(call('goTo', { source })),
    applyAdvice: (advice, fix) => tell(call('applyAdvice', { advice, fix })),
    showRule: (rule) => tell(call('showRule', { rule })),
    setParameter: (name, value) => tell(call('setParameter', { name, value })),
    answer: (name, value, to) => call('answer', { name, value, to }),
    openFull(section, trial) {
      const shown = { section, ...(trial && { trial }) };
      if (show) show(shown);
      else tell(call('openFull', shown));
    },
    command: (command, argument) =>
      tell(call('command', { command, ...(argument === undefined ? {} : { argument }) })),
  };
}

/** @param onSweep takes who is told the progress of the sweep that begins. */
export function sessionOf(
  call: Call,
  actions: Omit<Actions, 'trySettings'>,
  onSweep: (progress: (done: number, total: number) => void) => void,
): Session {
  return {
    ...actions,
    whatIf: (settings) => call('whatIf', { settings }),
    bound: () => call('bound', {}),
    async timeline(settings) {
      const sent = await call('timeline', { settings, maxBoxes: mostBoxes });
      return sent && readTimeline(sent);
    },
    sweep(settings, vary, progress) {
      onSweep(progress);
      return call('sweep', { settings, vary });
    },
    planChoices: () => call('planChoices', {}),
    plan: (wish) => call('plan', wish),
    openDraft: (language, text) => tell(call('openDraft', { language, text })),
    cancelSweep: () => tell(call('cancelSweep', {})),
    writeToSource: (settings) => call('writeToSource', { settings }),
    exportAs: (format, settings, png) =>
      call('export', { format, settings, ...(png !== undefined && { png }) }),
  };
}
