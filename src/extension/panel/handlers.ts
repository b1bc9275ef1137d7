/** What the extension does for the page: each call of its protocol. */
import * as vscode from 'vscode';
import { fileNameOf, requests } from '../../server/protocol.ts';
import { CONFIG_NAME } from '../../server/protocol-sources.ts';
import type { DocumentEdits, ParameterValues } from '../../server/protocol-shapes.ts';
import type { Destination, PageCalls, PageState, Shown, WrittenToSource } from '../../webview/protocol.ts';
import type { Handlers } from '../../webview/protocol-rpc.ts';
import { exportAs, save } from '../commands/export.ts';
import { fixApplied } from '../commands/fix-applied.ts';
import type { Workbench } from '../feature.ts';
import { placesOf, reveal, toWorkspaceEdit } from '../locations.ts';
import { DroppedFiles, droppedUris } from '../measurements/dropped.ts';
import { type Gathering, gathering } from '../measurements/found.ts';
import { keepInConfiguration, saysParameter } from '../configuration-file.ts';
import { keepParameter } from '../settings.ts';
import { runSweep } from '../sweep.ts';

interface PageEnds {
  state(): Promise<PageState>;
  sweepProgress(done: number, total: number): void;
  openFull(shown: Shown): void;
  /** Disposed with the page. */
  disposables: vscode.Disposable[];
}

export function handlers(workbench: Workbench, ends: PageEnds): Handlers<PageCalls> {
  const { link, programs } = workbench;
  const program = (): string => currentProgram(workbench);
  return {
    ready: () => ends.state(),
    selectProgram: ({ program: chosen }) => nothing(programs.choose(chosen)),
    goTo: async ({ source }) => nothing(await reveal(source)),
    applyAdvice: async ({ advice, fix }) => nothing(await applyAdvice(workbench, advice, fix)),
    showRule: async ({ rule }) =>
      nothing(await vscode.commands.executeCommand('ascendcl.showRuleDocumentation', rule)),
    setParameter: async ({ name, value }) => nothing(await keepParameter(name, value, programs.active?.uri)),
    answer: (given) => keepAnswer(workbench, given),
    whatIf: ({ settings }) => link.request(requests.whatIf, { program: program(), settings }),
    bound: () => link.request(requests.bound, { program: program() }),
    timeline: (wanted) => link.request(requests.timeline, { program: program(), ...wanted }),
    planChoices: () => link.request(requests.planChoices, {}),
    plan: (wish) => link.request(requests.plan, wish),
    openDraft: async ({ language, text }) => nothing(await openDraft(language, text)),
    ...sweepHandlers(workbench, ends),
    writeToSource: ({ settings }) => writeToSource(workbench, settings),
    export: async ({ format, settings, png }) => {
      if (format !== 'png') return exportAs(workbench, program(), format, settings);
      return save(`${fileNameOf(program())}.png`, bytesOf(png ?? ''));
    },
    ...dropHandlers(ends),
    openFull: (shown) => nothing(ends.openFull(shown)),
    command: async ({ command, argument }) =>
      nothing(await vscode.commands.executeCommand(commandIds[command], argument)),
  };
}

/** Beside the page, which would be covered otherwise. */
async function openDraft(language: string, content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preview: false });
}

/** The answer of a call that has none. */
const nothing = (_: unknown): null => null;

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

const commandIds = {
  openExample: 'ascendcl.openExample',
  openWalkthrough: 'ascendcl.openWalkthrough',
  compare: 'ascendcl.compare',
  compareFolder: 'ascendcl.compareFolder',
  useMeasured: 'ascendcl.useMeasured',
  selectDevice: 'ascendcl.selectDevice',
  restartServer: 'ascendcl.restartServer',
  showOutput: 'ascendcl.showOutput',
  openTimeline: 'ascendcl.openTimeline',
  openSettings: 'ascendcl.openSettings',
  openFolder: 'vscode.openFolder',
  chooseEntry: 'ascendcl.chooseEntry',
  addFolder: 'workbench.action.addRootFolder',
} satisfies Record<Parameters<Handlers<PageCalls>['command']>[0]['command'], string>;

function currentProgram({ programs }: Workbench): string {
  const status = programs.active;
  if (!status) throw new Error(vscode.l10n.t('There is no program any more: open its source again.'));
  return status.program;
}

function sweepHandlers(
  workbench: Workbench,
  ends: PageEnds,
): Pick<Handlers<PageCalls>, 'sweep' | 'cancelSweep'> {
  let running: vscode.CancellationTokenSource | undefined;
  // A page that is closed needs no result.
  ends.disposables.push(new vscode.Disposable(() => running?.cancel()));
  return {
    sweep: async ({ settings, vary }) => {
      running?.cancel();
      const source = new vscode.CancellationTokenSource();
      running = source;
      const program = currentProgram(workbench);
      try {
        return await runSweep(workbench, { program, settings, vary }, source.token, ends.sweepProgress);
      } finally {
        source.dispose();
        if (running === source) running = undefined;
      }
    },
    cancelSweep: () => nothing(running?.cancel()),
  };
}

function dropHandlers({
  disposables,
}: PageEnds): Pick<Handlers<PageCalls>, 'dropUris' | 'dropPiece' | 'dropEnd'> {
  const dropped = new DroppedFiles();
  disposables.push(new vscode.Disposable(() => dropped.forget()));
  const compare = async (given: Gathering): Promise<null> =>
    nothing(await vscode.commands.executeCommand(commandIds.compare, given));
  return {
    dropUris: ({ uris }) => compare(gathering(droppedUris(uris))),
    dropPiece: ({ file, bytes }) => nothing(dropped.add(file, bytes)),
    dropEnd: ({ leftOut }) => compare(dropped.take(leftOut)),
  };
}

async function applyAdvice(workbench: Workbench, advice: string, fix: number): Promise<void> {
  const program = currentProgram(workbench);
  const edits = await workbench.link.request(requests.applyAdvice, { program, advice, fix });
  if (!edits) throw new Error(vscode.l10n.t('The source has changed since: look at the new advice.'));
  await apply(edits);
  await fixApplied();
}

/** Makes the edits and shows the first of the lines. Returns the lines, as `main.cpp:12`. */
async function apply(edits: DocumentEdits): Promise<string[]> {
  const applied = await vscode.workspace.applyEdit(toWorkspaceEdit(edits), { isRefactoring: true });
  if (!applied) throw new Error(vscode.l10n.t('The editor did not take the change. Is the file read-only?'));
  const places = placesOf(edits);
  if (places[0]) await reveal(places[0]);
  return places.map(({ file, line }) => `${vscode.Uri.parse(file).path.split('/').at(-1)}:${line}`);
}

interface Answer {
  name: string;
  value: number;
  to: Destination;
}

async function keepAnswer(workbench: Workbench, { name, value, to }: Answer): Promise<WrittenToSource> {
  if (to === 'source') return writeToSource(workbench, { [name]: value });
  const uri = workbench.programs.active?.uri;
  // What the configuration says goes before the settings: an answer there would change nothing.
  const isFile = to === 'configuration' || (await saysParameter(name, uri));
  if (isFile) await keepInConfiguration(name, value, uri);
  else await keepParameter(name, value, uri);
  return { places: isFile ? [CONFIG_NAME] : [], notWritten: [], remarks: [] };
}

async function writeToSource(workbench: Workbench, settings: ParameterValues): Promise<WrittenToSource> {
  const program = currentProgram(workbench);
  const answer = await workbench.link.request(requests.writeToSource, { program, settings });
  if (!answer) throw new Error(vscode.l10n.t('The source has changed since: try again.'));
  const { edit, notWritten, remarks } = answer;
  // The editor takes an edit of nothing for one that failed.
  const places = Object.keys(edit.changes).length > 0 ? await apply(edit) : [];
  return { places, notWritten, remarks };
}
