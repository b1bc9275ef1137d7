/** Runs inside VS Code: what users wait for, and what the extension keeps the extension host from. */
import * as vscode from 'vscode';
import { eventually, finding, findingsOf, openExample, predict, uriOf } from '../../test/in-host/support.ts';
import { tellResults } from '../../test/host/mocha-run.ts';
import { largeSource } from '../large.ts';
import { syntheticTree } from '../synthetic-tree.ts';
import { childWith, processorMs } from '../processes.ts';
import { activationTimes } from './activation.ts';
import { exportAll } from './dialogs.ts';
import type { Stretch } from './recorder.ts';
import { Recorder, mostOf } from './recorder.ts';

const RULE = 'sync-model-execute-in-loop';
const IDLE_SECONDS = 10;
const SCANNED_FILES = 500;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Polls, as VS Code holds its event of changed diagnostics back for 50 ms. */
async function standsAt({ document }: vscode.TextEditor, line: number): Promise<void> {
  const isThere = () => findingsOf(document.uri).some(({ range }) => range.start.line === line);
  while (!isThere()) await pause(1);
}

/** Adds an empty line at the top and waits for the finding to stand one line lower; ms, the debounce included. */
async function editTime(editor: vscode.TextEditor, line: number): Promise<number> {
  const started = performance.now();
  await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n'));
  await standsAt(editor, line + 1);
  return performance.now() - started;
}

async function editTimes(editor: vscode.TextEditor, edits: number): Promise<number[]> {
  const { range } = await finding(editor.document.uri, RULE);
  const times: number[] = [];
  for (let edit = 0; edit < edits; edit++) {
    times.push(await editTime(editor, range.start.line + edit));
    // A pause as between two strokes.
    await pause(400);
  }
  return times;
}

/** What a user does with one program: the views, the panel with its timeline, all reports. */
async function useAll(): Promise<void> {
  await vscode.commands.executeCommand('ascendcl.pipeline.focus');
  await predict();
  await vscode.commands.executeCommand('ascendcl.openTimeline');
  await pause(3000);
  await exportAll();
  await pause(500);
}

/** A log of an application that ran for hours: 32 MB. */
async function compareLarge(): Promise<void> {
  const uri = uriOf('run.log');
  const lines = Array.from({ length: 1_000_000 }, (_, i) => `loop_count = ${i} QPS = ${360 + (i % 9)}.25\n`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(lines.join('')));
  await record('comparing', async () => {
    await vscode.commands.executeCommand('ascendcl.compare', uri);
    await pause(1000);
  });
  await vscode.workspace.fs.delete(uri);
}

/** Some apps beside the examples, and headers of a megabyte each. */
async function scanLarge(): Promise<void> {
  const folder = uriOf('scanned');
  const header = new TextEncoder().encode(`// ${'x'.repeat(100)}\n`.repeat(10_000));
  for (const [path, text] of syntheticTree(SCANNED_FILES)) {
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, path), new TextEncoder().encode(text));
  }
  for (let i = 0; i < 20; i++)
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, `table${i}.h`), header);
  await pause(3000);
  await record('scanning', async () => {
    await vscode.commands.executeCommand('ascendcl.restartServer');
    await predict();
    await pause(3000);
  });
  await vscode.workspace.fs.delete(folder, { recursive: true });
}

async function openLarge(): Promise<vscode.TextEditor> {
  const uri = uriOf('large', 'main.cpp');
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(largeSource()));
  const editor = await vscode.window.showTextDocument(uri, {
    preview: false,
    viewColumn: vscode.ViewColumn.One,
  });
  await eventually('200 findings', () => findingsOf(uri).length >= 200 || undefined, 60_000);
  return editor;
}

const longestText = (stretch: Stretch): string =>
  `${stretch.ms.toFixed(1)} ms (running ${stretch.running.toFixed(1)}) in ${stretch.where} (${mostOf(stretch)})`;

const stretches: Record<string, Stretch[]> = {};

async function record<T>(part: string, work: () => Promise<T>): Promise<T> {
  const recorder = new Recorder();
  await recorder.start();
  try {
    return await work();
  } finally {
    stretches[part] = await recorder.stop();
  }
}

/** Processor time of the server while nothing is done, ms. */
async function idle(): Promise<number> {
  const server = childWith(process.pid, 'dist/server/node.cjs');
  if (server === undefined) throw new Error('the server does not run');
  const before = processorMs(server);
  await pause(IDLE_SECONDS * 1000);
  return processorMs(server) - before;
}

const sum = (part: string): number => (stretches[part] ?? []).reduce((all, { ms }) => all + ms, 0);

export async function run(): Promise<void> {
  const { document } = await record('starting', async () => {
    const opened = await openExample('sync-infer');
    await finding(opened.document.uri, RULE);
    // The server still reads and prices the workspace.
    await pause(5000);
    return opened;
  });
  const { load, call, finish } = await activationTimes();
  const again = await vscode.window.showTextDocument(document);
  const edits = await record('editing', () => editTimes(again, 30));
  await record('using', useAll);
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.commands.executeCommand('workbench.view.explorer');
  const large = await record('large', async () => editTimes(await openLarge(), 10));
  await vscode.commands.executeCommand('ascendcl.pipeline.focus');
  await vscode.commands.executeCommand('ascendcl.openTimeline');
  const largeShown = await record('large shown', async () => editTimes(await openLarge(), 10));
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.workspace.fs.delete(uriOf('large'), { recursive: true });
  await pause(8000);
  const server = await record('idle', idle);
  await compareLarge();
  await scanLarge();
  const times = {
    load: [load],
    call: [call],
    finish: [finish],
    activation: [load + call],
    edits,
    large,
    'large shown': largeShown,
    server: [server],
    host: [sum('idle')],
    ...Object.fromEntries(
      Object.entries(stretches).map(([part, all]) => [`block ${part}`, [0, ...all.map(({ ms }) => ms)]]),
    ),
  };
  const notes = Object.entries(stretches).map(([part, all]) => {
    const longest = all.slice(0, 3).map(longestText);
    return `the longest while ${part}: ${longest.join(', ')}`;
  });
  tellResults({ passed: 1, failed: 0, skipped: 0, failures: [], ended: true, times, notes });
}
