/** The seam between the analyzer and all that uses it. */
import type { Coverage } from '../pipeline/coverage.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { SourceRange } from '../pipeline/source.ts';
import type { OwnCalls } from './acl/own-calls.ts';
import type { ByFolder } from './by-folder.ts';
import type { Finding } from './finding.ts';
import type { RuleSummary, Timing } from './rules/index.ts';

export interface AnalyzerOptions {
  /** Bytes of web-tree-sitter.wasm and tree-sitter-cpp.wasm: the host reads them, the core never touches a disk. */
  runtimeWasm: Uint8Array;
  grammarWasm: Uint8Array;
  settings?: AnalysisSettings;
  /** Told of the time that each rule takes. */
  timing?: Timing;
}

/** What a user sets; all optional. */
export interface AnalysisSettings {
  device?: string;
  /** e.g. `8.1`, `5.0.4`. */
  cannVersion?: string;
  /** Preprocessor definitions that choose a side of a conditional. */
  defines?: Record<string, string>;
  /** Functions that others call once a frame, by name: each is read as an entry. */
  entries?: readonly string[];
  /** What calls of libraries do whose source is not at hand. */
  calls?: OwnCalls;
  /** From this rise of the rate on, in percent, a certain gain is a warning; 10 where it is left out. */
  warnFromGain?: number;
  /** Severity by rule, or `off`. */
  rules?: Record<string, 'error' | 'warning' | 'info' | 'hint' | 'off'>;
}

/** A change of one document: `text` replaces it whole unless `edit` says what changed. Offsets are UTF-16 units. */
export interface DocumentChange {
  file: string;
  text: string;
  edit?: { startOffset: number; oldEndOffset: number; newEndOffset: number };
}

export interface Analyzer {
  /** Adds or changes a file: C++ by its ending, CMakeLists.txt and compile_commands.json by name. Cheap: nothing is analysed yet. */
  update(change: DocumentChange): void;
  remove(file: string): void;
  /** Settings for all files, or different ones by folder. */
  configure(settings: AnalysisSettings | ByFolder<AnalysisSettings>): void;
  /** The programs of the workspace, and its entries; only those that a change touched are analysed anew. */
  programs(): ProgramAnalysis[];
  /** Entries that are found in the files of programs which drive a device, and are no programs unless they are asked for. */
  beside(): ProgramAnalysis[];
  /** Findings of a file, or of all, programs' and orphans'. Suppressions and severities applied. */
  findings(file?: string): Finding[];
  /** Files that no target of the workspace's build files builds or includes; where there is no build file, none. */
  unbuilt(): ReadonlySet<string>;
  /** What each rule came to on each program and library. */
  summaries(): RuleSummary[];
  /** Of the runtime's calls in these files, how many some program or library follows. */
  coverage(files: ReadonlySet<string>): Coverage;
  /** Problems of the analysis itself: syntax errors, time limits. */
  notices(file?: string): Notice[];
  dispose(): void;
}

/**
 * `program`: from a `main`. `entry`: a function, or a class with its methods, that nothing calls, as if called once a frame.
 * `beside`: such a one in the files of a program whose `main` drives a device. `rest`: what else a library does.
 */
export type ProgramKind = 'program' | 'entry' | 'beside' | 'rest';

export interface ProgramAnalysis {
  name: string;
  kind: ProgramKind;
  /** Files that it reaches. */
  files: string[];
  pipeline: Pipeline;
  findings: Finding[];
  /** What each rule came to on it: found, none, or skipped and why. */
  summary: RuleSummary[];
}

/** What a defect of ours has cost: a file, a build file, a program, a rule on a program, or the gain of a finding. */
export type Failure = 'file-failed' | 'build-failed' | 'program-failed' | 'rule-failed' | 'gain-failed';

/**
 * `left-out…`: calls of the runtime on a side of a conditional that is not compiled. `-without` a definition that `option`
 * gives, `-by` the definition of `macro`, or by more than one.
 */
export type NoticeCode =
  | Failure
  | 'syntax-error'
  | 'nesting-limit'
  | 'time-limit'
  | 'depth-limit'
  | 'left-out-without'
  | 'left-out-by'
  | 'left-out'
  | 'too-large'
  | 'binary'
  | 'build-file-limit';

export interface Notice {
  range: SourceRange;
  code: NoticeCode;
  /** Fills the words, which src/service/notice-text.ts has. */
  data: Record<string, string | number>;
  /** The file calls nothing of the runtime, so that little is lost: said only on request. */
  isMinor: boolean;
}
