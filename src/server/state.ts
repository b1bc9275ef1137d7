/** What all features of the server share. */
import type { ClientCapabilities, Connection } from 'vscode-languageserver';
import type { Analyzer, ProgramAnalysis } from '../analyzer/analysis.ts';
import type { Baseline } from '../analyzer/baseline.ts';
import { ByFolder } from '../analyzer/by-folder.ts';
import type { LogTime } from '../pipeline/log-times.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Locale } from '../service/locale.ts';
import type { Session } from '../service/session.ts';
import type { StartThread } from '../service/simulation/thread.ts';
import { OpenDocuments } from './documents.ts';
import type { ServerHost, WorkspaceFiles } from './host.ts';
import { MeasuredLines } from './measured-lines.ts';
import type { ServerSettings } from './protocol-settings.ts';
import { DocumentNames } from './uris.ts';

export interface ServerState {
  readonly connection: Connection;
  readonly host: ServerHost;
  readonly names: DocumentNames;
  readonly documents: OpenDocuments;
  readonly files: WorkspaceFiles;
  readonly session: Session;
  /** One with no files, beside the session's. */
  readonly newAnalyzer: () => Promise<Analyzer>;
  /** For long work beside the simulations. */
  readonly startThread: StartThread;
  readonly locale: Locale;
  readonly capabilities: ClientCapabilities;
  /** Decoded URIs of the workspace folders. */
  folders: string[];
  settings: ByFolder<ServerSettings>;
  /** Old findings by workspace folder's configuration; undefined where there is none. */
  baselines: ByFolder<Baseline | undefined>;
  /** What lines of programs' own logs hold, by workspace folder's configuration. */
  logTimes: ByFolder<readonly LogTime[]>;
  /** Where each workspace folder keeps what was measured. */
  measuredFiles: ByFolder<string | undefined>;
  /** The client is this project's own extension: it knows the commands and the documentation's viewer. */
  readonly ownClient: boolean;
  /** Measured rates of this session's comparisons, by program. */
  readonly measured: Map<string, { qps: number; from: string }>;
  readonly measuredLines: MeasuredLines;
}

export function makeState(
  parts: Omit<
    ServerState,
    'names' | 'documents' | 'measured' | 'measuredLines' | 'baselines' | 'logTimes' | 'measuredFiles'
  >,
): ServerState {
  const names = new DocumentNames();
  const baselines = new ByFolder<Baseline | undefined>(undefined);
  const logTimes = new ByFolder<readonly LogTime[]>([]);
  const measuredFiles = new ByFolder<string | undefined>(undefined);
  const measuredLines = new MeasuredLines();
  const documents = new OpenDocuments(names);
  return {
    ...parts,
    names,
    documents,
    measured: new Map(),
    measuredLines,
    baselines,
    logTimes,
    measuredFiles,
  };
}

/** An include of AscendCL, or one of its functions; hi_mpi is the media interface of later versions. */
const namesAscendCl = /\bacl(\/acl|(rt|mdl|dvpp|op|nn|blas|prof|tdt|vdec|venc|fv)?[A-Z])|\bhi_mpi_/;

/** By Pipeline, which is made anew when a file of the program has changed. */
const known = new WeakMap<Pipeline, boolean>();

function callsDevice({ pipeline, files }: ProgramAnalysis, session: Session): boolean {
  const found = known.get(pipeline) ?? files.some((file) => namesAscendCl.test(session.textOf(file) ?? ''));
  known.set(pipeline, found);
  return found;
}

/** The programs that have to do with a device: a workspace is full of others, of which there is nothing to say. */
export const programsOf = ({ session }: Pick<ServerState, 'session'>): ProgramAnalysis[] =>
  session.programs().filter((program) => callsDevice(program, session));

/** The program with this name. */
export function programNamed(state: ServerState, name: string): ProgramAnalysis | undefined {
  return programsOf(state).find((program) => program.name === name);
}
