import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { withDialogs } from './dialogs.ts';
import {
  eventually,
  finding,
  findingsOf,
  openExample,
  predict,
  revert,
  uriOf,
  withSetting,
} from './support.ts';

const rule = 'sync-model-execute-in-loop';
const file = (): vscode.Uri => uriOf('.acl-perf.json');
const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(`ascendcl.${command}`);
const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('ascendcl');
const write = (uri: vscode.Uri, text: string): Thenable<void> =>
  vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));

async function textOf(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

const deviceIs = (id: string): Promise<unknown> =>
  eventually(`the device ${id}`, async () => ((await predict()).device.id === id ? true : undefined));

const pick = (id: string) => ({
  showQuickPick: (items: { id?: string }[]) => Promise.resolve(items.find((item) => item.id === id)),
});

async function forgetWorkspaceSettings(): Promise<void> {
  for (const name of ['device', 'profile', 'parameters'])
    await settings().update(name, undefined, vscode.ConfigurationTarget.Workspace);
}

async function withConfiguration(text: string, test: () => Promise<void>): Promise<void> {
  await write(file(), text);
  try {
    await test();
  } finally {
    await vscode.workspace.fs.delete(file());
  }
}

describe('the choice of a device', () => {
  afterEach(async () => {
    await forgetWorkspaceSettings();
    // The server hears of a file that is gone later than of a setting; until then it has no rate for some examples.
    await deviceIs('ascend310');
    await revert();
  });

  it('holds, also where the user has a profile of another', async () => {
    await openExample('sync-infer');
    await withSetting('profile', 'no-such.profile.json', async () => {
      await withDialogs(pick('ascend910a'), () => run('selectDevice'));
      assert.equal(settings().get('profile'), '');
      await deviceIs('ascend910a');
    });
  });

  it('leads to the folder’s configuration where that has the last word', async () => {
    await openExample('sync-infer');
    await withConfiguration('{ "device": "ascend910a" }', async () => {
      await deviceIs('ascend910a');
      let said = '';
      const answers = {
        ...pick('ascend310'),
        showInformationMessage: (message: string) => Promise.resolve(void (said = message)),
      };
      await withDialogs(answers, () => run('selectDevice'));
      assert.match(said, /\.acl-perf\.json/);
      assert.equal(vscode.window.activeTextEditor?.document.uri.path, file().path);
      assert.equal(settings().inspect('device')?.workspaceValue, undefined);
      await revert();
    });
  });
});

describe('the choice of a parameter', () => {
  afterEach(async () => {
    await forgetWorkspaceSettings();
    await revert();
  });

  const choose = (value: string) => ({
    showQuickPick: (items: { label: string }[]) =>
      Promise.resolve(items.find(({ label }) => label === 'THREAD_COUNT')),
    showInputBox: () => Promise.resolve(value),
  });

  it('is kept, and an empty one takes it out wherever it stands', async () => {
    await openExample('full-batch1');
    await withSetting('parameters', { THREAD_COUNT: 2, OTHER: 1 }, async () => {
      const kept = () => settings().get<Record<string, number>>('parameters');
      await withDialogs(choose('3'), () => run('setParameter'));
      await eventually('the choice', () => kept()?.['THREAD_COUNT'] === 3 || undefined);
      await withDialogs(choose(''), () => run('setParameter'));
      await eventually('no choice', () => JSON.stringify(kept()) === '{"OTHER":1}' || undefined);
    });
  });
});

describe('the configuration of a folder', () => {
  afterEach(revert);

  it('is made for the device in force, and one that is there stays as it is', async () => {
    await openExample('sync-infer');
    await withSetting('device', 'ascend910a', async () => {
      await run('createConfiguration');
      assert.equal((JSON.parse(await textOf(file())) as { device: string }).device, 'ascend910a');
      await write(file(), '{ "device": "ascend310b" }');
      await run('createConfiguration');
      assert.equal(await textOf(file()), '{ "device": "ascend310b" }');
    });
    await vscode.workspace.fs.delete(file());
  });
});

describe('a folder', () => {
  it('that is moved takes its findings along', async () => {
    const source = await vscode.workspace.fs.readFile(uriOf('sync-infer', 'main.cpp'));
    const [before, after] = [uriOf('moving', 'main.cpp'), uriOf('moved', 'main.cpp')];
    await vscode.workspace.fs.writeFile(before, source);
    try {
      await finding(before, rule);
      await vscode.workspace.fs.rename(uriOf('moving'), uriOf('moved'));
      await finding(after, rule);
      await eventually('no finding where it was', () => findingsOf(before).length === 0 || undefined);
    } finally {
      await vscode.workspace.fs.delete(uriOf('moved'), { recursive: true });
    }
    await eventually('no finding any more', () => findingsOf(after).length === 0 || undefined);
  });
});

describe('a sweep', () => {
  const answers = (values: string) => ({
    showQuickPick: (items: { label: string }[]) =>
      Promise.resolve(items.filter(({ label }) => label === 'COUNT_TIME')),
    showInputBox: () => Promise.resolve(values),
  });
  const curves = (): vscode.Tab | undefined =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .find(({ input }) => input instanceof vscode.TabInputWebview && /ascendcl/.test(input.viewType));

  it('tells how far it is, and ends when it is cancelled', async () => {
    await openExample('full-batch1');
    await predict();
    const source = new vscode.CancellationTokenSource();
    const told: string[] = [];
    const withProgress = (
      options: vscode.ProgressOptions,
      task: (progress: vscode.Progress<{ message?: string }>, token: vscode.CancellationToken) => unknown,
    ): unknown => {
      const report = ({ message = '' }: { message?: string }): void => {
        told.push(message);
        if (options.cancellable === true) source.cancel();
      };
      return task({ report }, source.token);
    };
    await withDialogs({ ...answers('1..64'), withProgress }, () => run('sweep'));
    assert.match(told[0] ?? '', /^\d+ \/ 64$/);
    assert.ok(told.length < 64, `${told.length} steps told`);
    assert.equal(curves(), undefined);
    await revert();
  });

  it('shows its curves', async () => {
    await openExample('full-batch1');
    await withDialogs(answers('16,32,64'), () => run('sweep'));
    const tab = await eventually('the panel', curves);
    await vscode.window.tabGroups.close(tab);
    await revert();
  });
});
