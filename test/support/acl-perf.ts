/** Runs the built command line. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { CliHost, RUN_LIMIT_MS } from './cli-host.ts';
import type { Run } from './cli-host.ts';

export const ROOT = path.resolve(import.meta.dirname, '../..');
export const ACL_PERF = path.join(ROOT, 'dist/cli/acl-perf.cjs');

export interface RunOptions {
  cwd?: string;
  input?: string | Buffer;
  env?: Record<string, string>;
}

const environment = (own: Record<string, string>): NodeJS.ProcessEnv => ({
  ...process.env,
  LC_ALL: 'C.UTF-8',
  LANG: 'C.UTF-8',
  ...own,
});

const host = new CliHost(ACL_PERF);

/**
 * In a process that does other runs too, unless the run reads its input or Node is told something. A hang is a failure with
 * a status of null.
 */
export function aclPerf(args: string[], options: RunOptions = {}): Promise<Run> {
  const { cwd = ROOT, input = '', env = {} } = options;
  const needsOwn = input.length > 0 || env['NODE_OPTIONS'] !== undefined;
  return needsOwn ? aclPerfAlone(args, options) : host.run({ args, cwd, env: environment(env) });
}

/** In a process of its own, the way a shell does; it is ended after 60 s, with a status of null. */
export function aclPerfAlone(
  args: string[],
  { cwd = ROOT, input = '', env = {} }: RunOptions = {},
): Promise<Run> {
  const child = spawn(process.execPath, [ACL_PERF, ...args], {
    cwd,
    env: environment(env),
    timeout: RUN_LIMIT_MS,
  });
  const collected = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (collected.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (collected.stderr += data.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, ...collected })));
}

/** A folder with these files in it, gone after the test. */
export function folderWith(files: Record<string, string | Buffer>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'acl-perf-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

/**
 * An environment in which the analysis of a file with the text `HANGS HERE` never comes back, and is ended after a second of
 * processor time.
 */
export function hangingEnvironment(): Record<string, string> {
  const hang = `const { split } = String.prototype;
String.prototype.split = function (...by) {
  while (this.includes('HANGS HERE'));
  return split.apply(this, by);
};`;
  const file = path.join(folderWith({ 'hang.cjs': hang }), 'hang.cjs');
  return { ACL_PERF_WATCHDOG: '1', NODE_OPTIONS: `--require ${JSON.stringify(file.replaceAll('\\', '/'))}` };
}

/** Copies only where the host is beside the device. */
export const RUN_MODE = `#include "acl/acl.h"
uint32_t model; aclmdlDataset *in, *out; void *host, *device;
int main() {
    aclrtRunMode mode;
    aclrtGetRunMode(&mode);
    for (int i = 0; i < 100; i++) {
        if (mode == ACL_HOST) aclrtMemcpy(device, 4096, host, 4096, ACL_MEMCPY_HOST_TO_DEVICE);
        aclmdlExecute(model, in, out);
    }
}
`;

/** A synchronous inference loop of 16 lines: one finding, on `aclmdlExecute`. */
export const SYNC_LOOP = `#include "acl/acl.h"

#define LOOPS 800

int main() {
    aclInit(nullptr);
    aclrtSetDevice(0);
    uint32_t model = 0;
    aclmdlLoadFromFile("resnet50_bs2.om", &model);
    aclmdlDataset *input = aclmdlCreateDataset();
    aclmdlDataset *output = aclmdlCreateDataset();
    for (int i = 0; i < LOOPS; i++) {
        aclmdlExecute(model, input, output);
    }
    aclFinalize();
}
`;

/** As many threads as the command line says, each with a synchronous loop. */
export const OPEN_THREADS = `#include "acl/acl.h"
#include <cstdlib>
#include <thread>
#include <vector>

static uint32_t model = 0;

static void worker() {
    aclmdlDataset *input = aclmdlCreateDataset();
    aclmdlDataset *output = aclmdlCreateDataset();
    for (int i = 0; i < 800; i++) {
        aclmdlExecute(model, input, output);
    }
}

int main(int argc, char **argv) {
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclmdlLoadFromFile("resnet50_bs1.om", &model);
    int count = atoi(argv[1]);
    std::vector<std::thread> threads;
    for (int t = 0; t < count; t++) {
        threads.emplace_back(worker);
    }
    for (auto &one : threads) {
        one.join();
    }
    return 0;
}
`;
