/** The server's host on Node. Bundles stand in `dist/<part>/`, beside each other. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { version } from '../../package.json';
import { ask } from './assist/ask.ts';
import { type ReportPage, reportPageBy } from './protocol-report.ts';
import type { ServerHost } from './host.ts';
import { installation } from './installation.ts';
import { nodeFiles } from './node-files.ts';
import { nodeSimulator, startNodeThread } from './node-threads.ts';
import { startWatchdog } from './watchdog.ts';

const wasmFile = (name: string): Promise<Uint8Array> =>
  readFile(path.join(installation(), 'dist', 'server', name));

export const readReportPage = (): Promise<ReportPage | null> =>
  reportPageBy((name) => readFile(path.join(installation(), 'dist', 'webview', name), 'utf8'));

export const nodeHost: ServerHost = {
  async wasm() {
    const names = ['web-tree-sitter.wasm', 'tree-sitter-cpp.wasm'];
    const [runtime, grammar] = await Promise.all(names.map(wasmFile));
    if (runtime === undefined || grammar === undefined) throw new Error('the parser is missing');
    return { runtime, grammar };
  },
  // One processor stays for the thread that answers the editor.
  simulator: () => nodeSimulator(1),
  startThread: () => startNodeThread,
  disk: nodeFiles,
  ruleUri: (docs) => pathToFileURL(path.join(installation(), docs)).href,
  reportPage: readReportPage,
  watch: startWatchdog,
  ask,
  version,
};
