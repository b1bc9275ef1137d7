/**
 * Entry of the language server in a web worker, and of its helpers, which hold the same core: two bundles would be a
 * tenth of the packed extension more. The server has no files of its own: the client brings the parser and the sources.
 */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { version } from '../../package.json';
import { readFiles } from '../measure/files.ts';
import type { ThreadRequest } from '../service/simulation/thread.ts';
import { answer } from '../service/simulation/thread.ts';
import { browserSimulator, browserThreads, HELPER } from './browser-threads.ts';
import { askClient } from './client-files.ts';
import type { ServerHost } from './host.ts';
import { clientRequests } from './protocol.ts';
import { startServer } from './server.ts';

const browserHost: ServerHost = {
  wasm(options) {
    if (options.wasm === undefined) throw new Error('the client did not send the parser');
    return Promise.resolve(options.wasm);
  },
  simulator: ({ simulation }) => browserSimulator(simulation),
  startThread: ({ simulation }) => browserThreads(simulation),
  readHere: readFiles,
  ruleUri: (docs) => `ascendcl-docs:/${docs}`,
  reportPage: (connection) => askClient(connection, clientRequests.reportPage, {}),
  version,
};

const worker = globalThis as unknown as DedicatedWorkerGlobalScope;

function help(): void {
  worker.addEventListener('message', ({ data }: MessageEvent<ThreadRequest>) =>
    worker.postMessage(answer(data)),
  );
}

if (worker.name === HELPER) help();
else
  startServer(
    createConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker)),
    browserHost,
  );
