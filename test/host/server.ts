/** One VS Code server of its own, in a folder of its own, on 127.0.0.1. */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureHost } from './install.ts';
import { installLanguage } from './language.ts';

export interface ServerOptions {
  /** Names the run's folder under test/host/runs/. */
  name: string;
  /** User settings, as in settings.json. */
  settings?: Record<string, unknown>;
  /** Display language. Only `zh-cn` is known beside the default, English. */
  locale?: 'zh-cn';
  /** Packed extension to install, as users get it. */
  vsix?: string;
  /** Only who knows the address may connect: for servers that a person uses. Default false. */
  token?: boolean;
  /** Ask for trust in the workspace, so that restricted mode can be tested. Default false. */
  workspaceTrust?: boolean;
  /** Milliseconds until the server must have started. Default 60,000. */
  timeout?: number;
}

export interface Server {
  port: number;
  /** `http://127.0.0.1:<port>/` */
  url: string;
  /** What the address must carry, where a token is asked for. */
  token?: string;
  /** The run's folder: user data, logs and temporary files. */
  folder: string;
  /** Where a file is for the workbench: `vscode-remote://…`. */
  remote(path: string): string;
  /** Ends the server and every process that it started, and removes the folder unless $KEEP_RUNS is set. */
  stop(): Promise<void>;
}

const runs = fileURLToPath(new URL('./runs/', import.meta.url));

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

const quiet: Record<string, unknown> = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'files.autoSave': 'off',
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

function makeFolder({ name, settings, locale }: ServerOptions): string {
  const folder = join(runs, `${name}-${process.pid}-${Date.now()}`);
  for (const part of ['server', 'extensions', 'tmp', 'user/User']) {
    mkdirSync(join(folder, part), { recursive: true });
  }
  writeFileSync(join(folder, 'user/User/settings.json'), JSON.stringify({ ...quiet, ...settings }, null, 2));
  if (locale !== undefined) installLanguage(join(folder, 'user'), locale);
  return folder;
}

function parameters(folder: string): string[] {
  return [
    ['--server-data-dir', join(folder, 'server')],
    ['--user-data-dir', join(folder, 'user')],
    ['--extensions-dir', join(folder, 'extensions')],
    ['--telemetry-level', 'off'],
    ['--accept-server-license-terms'],
  ].flat();
}

function started(child: ChildProcess, timeout: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string): void => reject(new Error(`VS Code's server ${why}: ${output.trim()}`));
    const timer = setTimeout(() => fail(`did not start in ${timeout} ms`), timeout);
    const read = (part: Buffer): void => {
      output += part.toString();
      if (!output.includes('Extension host agent listening')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with status ${String(code)}`);
    });
  });
}

/** The server leads a process group of its own, so its extension hosts end with it. */
function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return Promise.resolve();
  const { pid } = child;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(-pid, name);
    } catch {
      // The group has ended already.
    }
  };
  signal('SIGTERM');
  const timer = setTimeout(() => signal('SIGKILL'), 5000);
  return ended.finally(() => clearTimeout(timer));
}

export async function startServer(options: ServerOptions): Promise<Server> {
  const host = ensureHost();
  const folder = makeFolder(options);
  const main = join(host.vscode, 'out/server-main.js');
  const env = { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}', TMPDIR: join(folder, 'tmp') };
  if (options.vsix !== undefined) {
    const install = [main, ...parameters(folder), '--install-extension', options.vsix, '--force'];
    execFileSync(host.node, install, { env, stdio: 'pipe' });
  }
  const port = await freePort();
  const token = options.token === true ? randomUUID() : undefined;
  const access = token === undefined ? ['--without-connection-token'] : ['--connection-token', token];
  const serve = ['--host', '127.0.0.1', '--port', String(port), ...access];
  const flags = [
    '--enable-smoke-test-driver',
    ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
    ...(options.locale === undefined ? [] : ['--locale', options.locale]),
  ];
  const child = spawn(host.node, [main, ...parameters(folder), ...serve, ...flags], { env, detached: true });
  const stop = async (): Promise<void> => {
    process.off('exit', stopNow);
    await end(child);
    if (process.env['KEEP_RUNS'] === undefined)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const stopNow = (): void => void end(child);
  process.once('exit', stopNow);
  try {
    await started(child, options.timeout ?? 60_000);
  } catch (error) {
    await stop();
    throw error;
  }
  const authority = `127.0.0.1:${port}`;
  const remote = (path: string): string => `vscode-remote://${authority}${path}`;
  return { port, url: `http://${authority}/`, folder, remote, stop, ...(token !== undefined && { token }) };
}
