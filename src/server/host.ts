/** What the server needs of the machine that it runs on: Node, or a web worker. */
import type { Connection } from 'vscode-languageserver';
import type { Simulator } from '../service/simulation/simulator.ts';
import type { BesideOptions, StartThread } from '../service/simulation/thread.ts';
import type { Answer } from './assist/answer.ts';
import type { ReportPage } from './protocol-report.ts';
import type { InitializationOptions } from './protocol.ts';
import type { ServerState } from './state.ts';

export interface FileLimits {
  /** Bytes of the largest file that is read. */
  bytes: number;
  /** Files that are listed at most. */
  files: number;
}

/** Files of the workspace that are not open in the editor. URIs in, URIs out. */
export interface WorkspaceFiles {
  list(folders: readonly string[], limits: FileLimits): Promise<string[]>;
  /** Null for one that cannot be read, is too large or is no text. */
  read(uris: readonly string[], limits: FileLimits): Promise<(string | null)[]>;
}

export interface ServerHost {
  /** Bytes of the parser's two WebAssembly modules. */
  wasm(options: InitializationOptions): Promise<{ runtime: Uint8Array; grammar: Uint8Array }>;
  /** Where the server's simulations run. */
  simulator(options: InitializationOptions): Simulator;
  /** Starts a thread for other long work. */
  startThread(options: InitializationOptions): StartThread;
  /** Reads measurements where there may be no threads. Node has them: its bundle is spared a second set of readers. */
  readHere?: BesideOptions['here'];
  /** The files of the machine; none in a web worker. */
  disk?: WorkspaceFiles;
  /** The page of a rule's documentation as a URI. */
  ruleUri(docs: string): string;
  /** The bundle of the page that shows an HTML report; null where the host has none. */
  reportPage(connection: Connection): Promise<ReportPage | null>;
  /** Ends this process where its work does not come back; `line` says so. */
  watch?(line: (seconds: number) => string): void;
  /** Answers a tool of a language model; there is none where no process can be started. */
  ask?(asked: { name: string; input: unknown }, state: ServerState, signal: AbortSignal): Promise<Answer>;
  version: string;
}
