/** What the server does with folders, their settings and their files. */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import MarkdownIt from 'markdown-it';
import type { Hover } from 'vscode-languageserver-protocol';
import { describe, expect, it } from 'vitest';
import type { ProgramReport, ProgramStatus } from '../../src/server/protocol.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { literal } from '../../src/service/markdown-text.ts';
import { SYNC_LOOP, folderWith } from '../support/acl-perf.ts';
import { LspClient } from '../support/lsp-client.ts';

const RULE = 'sync-model-execute-in-loop';
const uriOf = (folder: string, name: string): string => pathToFileURL(path.join(folder, name)).href;
const json = (value: unknown): string => JSON.stringify(value);

const programs = (client: LspClient): Promise<ProgramStatus[]> =>
  client.request<ProgramStatus[]>('ascendcl/programs', {});

/** Until the server has read so many programs: what it tells before is of a part of the folders. */
async function untilRead(client: LspClient, count: number): Promise<void> {
  while ((await programs(client)).length < count) await setTimeout(20);
}

/** The report of the program that a file belongs to. */
const predict = (client: LspClient, uri: string): Promise<ProgramReport> =>
  client.request<ProgramReport>('ascendcl/predict', { uri });

const messages = (client: LspClient): string[] =>
  client.notices
    .filter(({ method }) => method === 'window/showMessage')
    .map(({ params }) => (params as { message: string }).message);

const changed = (client: LspClient, uri: string, type: 1 | 2 | 3): Promise<void> =>
  client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] });

describe('folders with settings of their own', () => {
  const config = (device: string, severity: string, loops: number) =>
    json({ device, rules: { [RULE]: severity }, parameters: { LOOPS: loops } });

  async function twoFolders() {
    const fast = folderWith({ '.acl-perf.json': config('ascend910a', 'error', 10), 'a.cpp': SYNC_LOOP });
    const slow = folderWith({ '.acl-perf.json': config('ascend310', 'off', 20), 'b.cpp': SYNC_LOOP });
    const client = await LspClient.startHere({ folders: [fast, slow], settings: {} });
    await untilRead(client, 2);
    return { client, a: uriOf(fast, 'a.cpp'), b: uriOf(slow, 'b.cpp'), fast, slow };
  }

  it('predict each program for its own device, with its own parameters', async () => {
    const { client, a, b } = await twoFolders();
    const [one, other] = [await predict(client, a), await predict(client, b)];
    expect([one.device.id, other.device.id]).toEqual(['ascend910a', 'ascend310']);
    expect(one.prediction.qps).toBeGreaterThan(other.prediction.qps * 2);
    const loops = ({ parameters }: ProgramReport) => parameters.find(({ name }) => name === 'LOOPS')?.value;
    expect([loops(one), loops(other)]).toEqual([10, 20]);
    const hover = await client.request<Hover>('textDocument/hover', {
      textDocument: { uri: a },
      position: { line: 12, character: 12 },
    });
    expect((hover.contents as { value: string }).value).toContain('(Ascend 910A)');
  });

  it('report the findings of each by its own rules', async () => {
    const { client, a, b } = await twoFolders();
    await client.until(() => client.rules(a).includes(RULE));
    expect(client.diagnostics(a).find(({ code }) => code === RULE)?.severity).toBe(1);
    expect(client.rules(b)).not.toContain(RULE);
  });

  it('forget the programs of a folder that is taken out', async () => {
    const { client, a, b, fast } = await twoFolders();
    expect((await programs(client)).map(({ uri }) => uri).sort()).toEqual([a, b].sort());
    const removed = [{ uri: pathToFileURL(fast).href, name: 'test' }];
    const event = { added: [], removed };
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
    await client.until(() => client.diagnostics(a).length === 0);
    expect((await programs(client)).map(({ uri }) => uri)).toEqual([b]);
  });
});

describe('files that settings name', () => {
  it('are told of where they are wrong, once, and again when they are wrong in another way', async () => {
    const folder = folderWith({ '.acl-perf.json': '{ "device": 3 }', 'a.cpp': SYNC_LOOP });
    const client = await LspClient.startHere({ folder, settings: {} });
    const file = uriOf(folder, '.acl-perf.json');
    await client.until(() => messages(client).length === 1);
    expect(messages(client)[0]).toMatch(/^\.acl-perf\.json: .*device.*the other settings hold\.$/);
    await changed(client, file, 2);
    await programs(client);
    writeFileSync(path.join(folder, '.acl-perf.json'), '{ "device": ');
    await changed(client, file, 2);
    await client.until(() => messages(client).length === 2);
    expect(messages(client)[1]).toMatch(/not JSON/);
  });

  it('may be absolute, and the folder’s device goes before the editor’s profile', async () => {
    const own = { ...loadProfile('ascend310'), id: 'own', name: 'Own' };
    const elsewhere = folderWith({ 'own.profile.json': json(own) });
    const folder = folderWith({ 'a.cpp': SYNC_LOOP });
    const settings = { profile: path.join(elsewhere, 'own.profile.json') };
    const client = await LspClient.startHere({ folder, settings });
    await untilRead(client, 1);
    const uri = uriOf(folder, 'a.cpp');
    expect((await predict(client, uri)).device.id).toBe('own');
    writeFileSync(path.join(folder, '.acl-perf.json'), json({ device: 'ascend910a' }));
    await changed(client, uriOf(folder, '.acl-perf.json'), 1);
    await expect.poll(async () => (await predict(client, uri)).device.id).toBe('ascend910a');
  });

  it('cannot pose as a link that runs a command', async () => {
    const profile = '[Mend it](command:workbench.action.terminal.new).json';
    const folder = folderWith({ '.acl-perf.json': json({ profile }), 'a.cpp': SYNC_LOOP });
    const client = await LspClient.startHere({ folder });
    await client.until(() => messages(client).length > 0);
    expect(messages(client)[0]).toContain('[Mend it] (command:');
  });

  it('cannot put a picture to load into a hover or a report', async () => {
    const name = '![x](https://example.com/p.png)<img src=//example.com>';
    const file = '![x](p).cpp';
    const own = { ...loadProfile('ascend310'), id: 'own', name };
    const folder = folderWith({
      '.acl-perf.json': json({ profile: 'own.json' }),
      'own.json': json(own),
      [file]: SYNC_LOOP,
    });
    const client = await LspClient.startHere({ folder });
    const uri = uriOf(folder, file);
    await expect.poll(async () => (await predict(client, uri)).device.name).toBe(name);
    const line = SYNC_LOOP.split('\n').findIndex((text) => text.includes('aclmdlExecute('));
    const character = SYNC_LOOP.split('\n')[line]!.indexOf('aclmdlExecute') + 3;
    const hover = await client.request<Hover>('textDocument/hover', {
      textDocument: { uri },
      position: { line, character },
    });
    const { program } = (await programs(client))[0]!;
    const wanted = { program, settings: {}, format: 'markdown' };
    const report = await client.request<{ text: string }>('ascendcl/export', wanted);
    const { value } = hover.contents as { value: string };
    expect(value).toContain(literal(name));
    expect(report.text).toContain(literal('![x](p)'));
    for (const text of [value, report.text])
      expect(new MarkdownIt({ html: true }).render(text)).not.toContain('<img');
  });

  it('hold what was measured there: predictions take it, and follow it', async () => {
    const time = { device: 'ascend310', name: 'resnet50', batch: 2, date: '2026-01-01', from: 'ais.log:1' };
    const measured = (milliseconds: number): string =>
      json({ version: 1, models: [{ ...time, milliseconds }], profiles: [] });
    const name = '.acl-perf-measured.json';
    const folder = folderWith({ [name]: measured(50), 'a.cpp': SYNC_LOOP });
    const client = await LspClient.startHere({ folder });
    await untilRead(client, 1);
    const qps = async (): Promise<number> =>
      Math.round((await predict(client, uriOf(folder, 'a.cpp'))).prediction.qps);
    await expect.poll(qps).toBeLessThan(41);
    writeFileSync(path.join(folder, name), measured(100));
    await changed(client, uriOf(folder, name), 2);
    await expect.poll(qps).toBeLessThan(21);
    writeFileSync(path.join(folder, name), measured(-1));
    await changed(client, uriOf(folder, name), 2);
    await client.until(() =>
      messages(client).some((text) => text.includes(`${name}: models.0.milliseconds`)),
    );
  });

  it('are watched by a client that can, and so are the sources', async () => {
    const folder = folderWith({ '.acl-perf.json': json({ profile: 'my.json' }), 'a.cpp': SYNC_LOOP });
    const workspace = { didChangeWatchedFiles: { dynamicRegistration: true } };
    const client = await LspClient.startHere({ folder, settings: {}, workspace });
    const registered = () =>
      json(client.notices.filter(({ method }) => method === 'client/registerCapability'));
    await client.until(() => registered().includes('my.json'));
    expect(registered()).toContain('**/*.{c,cc,cpp');
    await client.until(() => messages(client).some((text) => text.includes('my.json')));
    writeFileSync(path.join(folder, 'my.json'), json({ ...loadProfile('ascend910a'), id: 'mine' }));
    await changed(client, uriOf(folder, 'my.json'), 1);
    await expect.poll(async () => (await predict(client, uriOf(folder, 'a.cpp'))).device.id).toBe('mine');
  });
});

describe('files that come and go', () => {
  it('go with their folder', async () => {
    const folder = folderWith({ 'src/app/a.cpp': SYNC_LOOP, 'src/b.cpp': SYNC_LOOP });
    const [a, b] = [uriOf(folder, 'src/app/a.cpp'), uriOf(folder, 'src/b.cpp')];
    const client = await LspClient.startHere({ folder });
    await client.until(() => client.rules(a).includes(RULE) && client.rules(b).includes(RULE));
    rmSync(path.join(folder, 'src/app'), { recursive: true });
    await changed(client, uriOf(folder, 'src/app'), 3);
    await client.until(() => client.rules(a).length === 0);
    expect((await programs(client)).map(({ uri }) => uri)).toEqual([b]);
  });

  it('are ignored where they are built', async () => {
    const folder = folderWith({ 'a.cpp': SYNC_LOOP, 'build/gen/b.cpp': SYNC_LOOP });
    const client = await LspClient.startHere({ folder });
    await client.until(() => client.rules(uriOf(folder, 'a.cpp')).includes(RULE));
    await changed(client, uriOf(folder, 'build/gen/b.cpp'), 1);
    expect(await programs(client)).toHaveLength(1);
  });

  it('are forgotten when they are closed, where they are in no folder', async () => {
    const folder = folderWith({ 'a.cpp': SYNC_LOOP });
    const other = uriOf(folderWith({ 'b.cpp': SYNC_LOOP }), 'b.cpp');
    const client = await LspClient.startHere({ folder });
    await client.open(other, SYNC_LOOP);
    await client.until(() => client.rules(other).includes(RULE));
    const textDocument = { uri: other };
    await client.connection.sendNotification('textDocument/didClose', { textDocument });
    await client.until(() => client.rules(other).length === 0);
    expect((await programs(client)).map(({ uri }) => uri)).toEqual([uriOf(folder, 'a.cpp')]);
  });
});
