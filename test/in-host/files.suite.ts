import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { withDialogs } from './dialogs.ts';
import { eventually, finding, openExample, revert, uriOf } from './support.ts';

const rule = 'sync-model-execute-in-loop';

const textOf = async (uri: vscode.Uri): Promise<string> =>
  new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));

const panelTab = (): vscode.Tab | undefined =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .find(({ input }) => input instanceof vscode.TabInputWebview && /ascendcl/.test(input.viewType));

/** What each format has to begin with or hold. */
const formats: [label: string, ending: string, content: RegExp][] = [
  ['Markdown', 'md', /^# .*\n[\s\S]*QPS/],
  ['HTML', 'html', /^<!DOCTYPE html>[\s\S]*<\/html>\s*$/],
  ['JSON', 'json', /^\{[\s\S]*"qps":/],
  ['CSV', 'csv', /^resource,utilization,program,device,date,version\n[\s\S]*aicore,0\.\d/],
  ['Chrome trace', 'trace.json', /"traceEvents":\[/],
];

describe('export of the report', () => {
  afterEach(revert);

  for (const [label, ending, content] of formats) {
    it(`writes ${label} where the dialog says`, async () => {
      const editor = await openExample('sync-infer');
      await finding(editor.document.uri, rule);
      const target = uriOf(`exported.${ending}`);
      let proposed: vscode.Uri | undefined;
      const answers = {
        showQuickPick: (items: { label: string }[]) =>
          Promise.resolve(items.find((each) => each.label === label)),
        showSaveDialog: (options: vscode.SaveDialogOptions) => {
          proposed = options.defaultUri;
          return Promise.resolve(target);
        },
        showInformationMessage: () => Promise.resolve(undefined),
      };
      await withDialogs(answers, () => vscode.commands.executeCommand('ascendcl.exportReport'));
      assert.match(
        proposed?.path ?? '',
        new RegExp(`sync-infer-ascend310-\\d{4}-\\d\\d-\\d\\d\\.${ending.replace('.', '\\.')}$`),
      );
      assert.match(await textOf(target), content);
      await vscode.workspace.fs.delete(target);
    });
  }

  it('writes nothing when the dialog is dismissed', async () => {
    await openExample('sync-infer');
    const before = await vscode.workspace.fs.readDirectory(uriOf());
    const answers = {
      showQuickPick: (items: unknown[]) => Promise.resolve(items[0]),
      showSaveDialog: () => Promise.resolve(undefined),
    };
    await withDialogs(answers, () => vscode.commands.executeCommand('ascendcl.exportReport'));
    assert.deepEqual(await vscode.workspace.fs.readDirectory(uriOf()), before);
  });
});

describe('comparison with a measurement', () => {
  it('reads the files that the dialog gives, and shows them beside the prediction', async () => {
    const editor = await openExample('sync-infer');
    await finding(editor.document.uri, rule);
    const log = uriOf('measured.log');
    await vscode.workspace.fs.writeFile(log, new TextEncoder().encode('loop_count = 1 QPS = 351\n'));
    let asked: vscode.OpenDialogOptions | undefined;
    const answers = {
      showOpenDialog: (options: vscode.OpenDialogOptions) => {
        asked = options;
        return Promise.resolve([log]);
      },
    };
    await withDialogs(answers, () => vscode.commands.executeCommand('ascendcl.compare'));
    assert.equal(asked?.canSelectMany, true);
    const tab = await eventually('the panel', panelTab);
    // A second look at the program knows what was measured of it.
    const report = await vscode.commands.executeCommand<{ measured?: { qps: number } }>('ascendcl.predict');
    assert.equal(report.measured?.qps, 351);
    await vscode.window.tabGroups.close(tab);
    await vscode.workspace.fs.delete(log);
    await revert();
  });

  it('reads all files that are selected in the explorer', async () => {
    await openExample('sync-infer');
    const logs = ['one.log', 'two.log'].map((name) => uriOf(name));
    for (const log of logs)
      await vscode.workspace.fs.writeFile(log, new TextEncoder().encode('loop_count = 1 QPS = 340\n'));
    let said = '';
    const answers = { showErrorMessage: (message: string) => Promise.resolve(void (said = message)) };
    await withDialogs(answers, () => vscode.commands.executeCommand('ascendcl.compare', logs[0], logs));
    assert.equal(said, '');
    const tab = await eventually('the panel', panelTab);
    const report = await vscode.commands.executeCommand<{ measured?: { qps: number; from: string } }>(
      'ascendcl.predict',
    );
    assert.equal(report.measured?.qps, 340);
    await vscode.window.tabGroups.close(tab);
    for (const log of logs) await vscode.workspace.fs.delete(log);
    await revert();
  });

  it('reads a folder as a whole, which a dialog of its own asks for', async () => {
    await openExample('sync-infer');
    const folder = uriOf('PROF_1');
    const put = (name: string, text: string) =>
      vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), new TextEncoder().encode(text));
    await put('host/run.log', 'loop_count = 1 QPS = 353\n');
    await put('info.json', '{}');
    await put('device_0/data/raw.slice_0', 'loop_count = 1 QPS = 1\n');
    let asked: vscode.OpenDialogOptions | undefined;
    const answers = {
      showOpenDialog: (options: vscode.OpenDialogOptions) => {
        asked = options;
        return Promise.resolve([folder]);
      },
    };
    await withDialogs(answers, () => vscode.commands.executeCommand('ascendcl.compareFolder'));
    assert.deepEqual([asked?.canSelectFolders, asked?.canSelectFiles], [true, false]);
    const tab = await eventually('the panel', panelTab);
    const report = await vscode.commands.executeCommand<{ measured?: { qps: number; from: string } }>(
      'ascendcl.predict',
    );
    assert.deepEqual(report.measured, { qps: 353, from: 'PROF_1/host/run.log:1' });
    await vscode.window.tabGroups.close(tab);
    await vscode.workspace.fs.delete(folder, { recursive: true });
    await revert();
  });

  it('takes a database of the profiler for one, which the dialog offers', async () => {
    await openExample('sync-infer');
    const database = uriOf('msprof_1.db');
    await vscode.workspace.fs.writeFile(database, new TextEncoder().encode('SQLite format 3\0, cut off'));
    const asked: vscode.OpenDialogOptions[] = [];
    let said = '';
    const answers = {
      showOpenDialog: (options: vscode.OpenDialogOptions) => {
        asked.push(options);
        return Promise.resolve([database]);
      },
      showErrorMessage: (message: string) => Promise.resolve(void (said = message)),
    };
    await withDialogs(answers, () => vscode.commands.executeCommand('ascendcl.compare'));
    assert.ok(Object.values(asked[0]?.filters ?? {}).some((endings) => endings.includes('db')));
    assert.match(said, /msprof_1\.db: .*SQLite/);
    await vscode.workspace.fs.delete(database);
    await revert();
  });

  it('says what is wrong with a file that has no measurement, and opens nothing', async () => {
    await openExample('sync-infer');
    const log = uriOf('no-measurement.log');
    await vscode.workspace.fs.writeFile(log, new TextEncoder().encode('hello\n'));
    let said = '';
    const answers = { showErrorMessage: (message: string) => Promise.resolve(void (said = message)) };
    await withDialogs(answers, () => vscode.commands.executeCommand('ascendcl.compare', log));
    assert.match(said, /nothing to compare: no-measurement\.log: no measurement/);
    assert.equal(panelTab(), undefined);
    await vscode.workspace.fs.delete(log);
    await revert();
  });

  it('opens nothing when the dialog is dismissed', async () => {
    await openExample('sync-infer');
    const answers = { showOpenDialog: () => Promise.resolve(undefined) };
    await withDialogs(answers, () => vscode.commands.executeCommand('ascendcl.compare'));
    assert.equal(panelTab(), undefined);
    await revert();
  });
});
