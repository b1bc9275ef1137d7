/** The analyzer over a workspace: reads what changed, follows the programs that hold it, asks the rules. */
import type { Parser } from 'web-tree-sitter';
import type { AnalysisSettings, Analyzer, DocumentChange, Notice, ProgramAnalysis } from './analysis.ts';
import { ByFolder } from './by-folder.ts';
import { coverageOf, readCalls, type ReadCall } from './extract/coverage.ts';
import { extractPipeline } from './extract/extract.ts';
import type { Finding } from './finding.ts';
import { buildFileNotice, noticesOf, noticeOfTrouble, depthNotice, failuresOf, startOf } from './notices.ts';
import { BuildFlags, isBuildFile } from './program/build/build-flags.ts';
import { sourcesIn, type CompilationDatabase } from './program/build/compile-commands.ts';
import { baseName, isUnit } from './program/paths.ts';
import { withMacroMade, type ReadUse } from './program/macro-made.ts';
import { findPrograms, type FoundPrograms, type ProgramFiles } from './program/programs.ts';
import { checkProgram, settleFile, type CheckResult, type RuleSummary, type Timing } from './rules/index.ts';
import type { MacroDeclaration } from './syntax/ast.ts';
import type { FileFacts } from './syntax/facts.ts';
import { declarationReader } from './syntax/macro-declarations.ts';
import { macroReader, type ParsedMacro } from './syntax/macro-body.ts';
import { SourceFile } from './syntax/source-file.ts';
import { attempt, failureNotice } from './walls.ts';
import { emptyTrace, interpretProgram, type TraceResult } from './interpret/index.ts';
import { emptyPipeline } from '../pipeline/empty.ts';
import type { Coverage } from '../pipeline/coverage.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { visibleIn } from '../pipeline/visible.ts';

interface Analyzed {
  program: ProgramFiles;
  result: TraceResult;
  pipeline: Pipeline;
  /** The runtime's calls in its files. */
  calls: ReadCall[];
  checked: CheckResult | undefined;
  /** Why it could not be followed: its trace and Pipeline are then empty. */
  failure?: string;
}

export class WorkspaceAnalyzer implements Analyzer {
  private readonly sources = new Map<string, SourceFile>();
  private readonly facts = new Map<string, FileFacts>();
  private readonly cmake = new Map<string, string>();
  private readonly flags = new BuildFlags();
  private settings: ByFolder<AnalysisSettings>;
  private readonly dirty = new Set<string>();
  private readonly macroBody: (macro: MacroDeclaration) => ParsedMacro | undefined;
  private readonly readUse: ReadUse;
  /** What decides which files make which program: of each file, its includes and whether it has a main. */
  private readonly shapes = new Map<string, string | undefined>();
  private isFound = false;
  private found: ProgramFiles[] = [];
  /** Sources, not headers, that a program with a `main` is made of. */
  private programUnits: ReadonlySet<string> = new Set();
  private notBuilt: ReadonlySet<string> = new Set();
  private cutBuildFiles: readonly string[] = [];
  private analyzed = new Map<string, Analyzed>();
  /** Files, and build files, that a defect of ours has cost. */
  private readonly failedFiles = new Map<string, Notice>();
  private failedBuilds: Notice[] = [];
  /** Each Pipeline has the coverage that goes with all the programs there are now. */
  private isCovered = false;

  constructor(
    private readonly parser: Parser,
    settings: AnalysisSettings,
    private readonly timing?: Timing,
  ) {
    this.settings = new ByFolder(settings);
    this.macroBody = macroReader(parser);
    this.readUse = declarationReader(parser);
  }

  update({ file, text, edit }: DocumentChange): void {
    if (isBuildFile(file)) return this.noteBuildFile(file, text);
    const known = this.sources.get(file);
    if (known) known.change(text, edit);
    else this.sources.set(file, new SourceFile(file, text));
    this.dirty.add(file);
  }

  remove(file: string): void {
    this.sources.get(file)?.dispose();
    this.sources.delete(file);
    this.facts.delete(file);
    this.failedFiles.delete(file);
    this.shapes.delete(file);
    if (isBuildFile(file)) this.noteBuildFile(file, undefined);
    this.dirty.delete(file);
    this.isFound = false;
  }

  configure(settings: AnalysisSettings | ByFolder<AnalysisSettings>): void {
    const before = this.settings;
    this.settings = ByFolder.of(settings);
    for (const one of this.analyzed.values()) if (one.checked !== NOTHING_FOUND) one.checked = undefined;
    for (const [file, source] of this.sources) {
      if (sameDefines(this.settings.at(file), before.at(file))) continue;
      source.forgetFacts();
      this.dirty.add(file);
    }
  }

  /** Another definition in a build file is another text of each source. */
  private noteBuildFile(file: string, text: string | undefined): void {
    this.isFound = false;
    if (baseName(file) === 'CMakeLists.txt') {
      if (text === undefined) this.cmake.delete(file);
      else this.cmake.set(file, text);
    }
    if (!this.noteFlags(file, text)) return;
    for (const [name, source] of this.sources) {
      source.forgetFacts();
      this.dirty.add(name);
    }
  }

  /** A build file whose reading fails says nothing of how others are compiled. */
  private noteFlags(file: string, text: string | undefined): boolean {
    return attempt(
      () => this.flags.note(file, text),
      () => false,
    );
  }

  programs(): ProgramAnalysis[] {
    this.refresh();
    this.cover();
    const programs = this.found.filter((program) => program.kind === 'program');
    return (programs.length ? programs : this.found).flatMap((program) => {
      const one = this.analyze(program);
      if (one.failure !== undefined) return [];
      if (program.kind === 'library' && !one.calls.length && !hasSteps(one.pipeline)) return [];
      const { findings, summary } = this.check(one);
      return [{ name: program.name, files: program.files, pipeline: one.pipeline, findings, summary }];
    });
  }

  unbuilt(): ReadonlySet<string> {
    this.refresh();
    return this.notBuilt;
  }

  summaries(): RuleSummary[] {
    this.refresh();
    return this.found.flatMap((program) => this.check(this.analyze(program)).summary);
  }

  findings(file?: string): Finding[] {
    this.refresh();
    const holders =
      file === undefined ? this.found : this.found.filter((program) => program.files.includes(file));
    const all = holders.flatMap((program) => this.check(this.analyze(program)).findings);
    const byFile = new Map<string, Finding[]>();
    for (const finding of all) {
      const same = byFile.get(finding.range.file);
      if (same) same.push(finding);
      else byFile.set(finding.range.file, [finding]);
    }
    const files = file === undefined ? [...this.facts.keys()].sort() : [file];
    return files.flatMap((one) => this.settle(one, byFile.get(one) ?? []));
  }

  /** Where its comments cannot be read, a file's findings stand without them. */
  private settle(file: string, findings: readonly Finding[]): Finding[] {
    return attempt(
      () => settleFile(file, this.facts.get(file)?.text ?? '', findings, this.settings.at(file)),
      (why) => {
        this.failedFiles.set(file, failureNotice('file-failed', startOf(file), { why }));
        return [...findings];
      },
    );
  }

  coverage(files: ReadonlySet<string>): Coverage {
    this.refresh();
    const within = ({ range }: ReadCall) => files.has(range.file);
    return visibleIn(coverageOf(this.found.map((program) => this.analyze(program).calls.filter(within))));
  }

  /** What one program does not follow of a file that it shares, another may: that is no gap of the first. */
  private cover(): void {
    const all = this.found.map((program) => this.analyze(program));
    if (this.isCovered) return;
    this.isCovered = true;
    const followed = new Set(
      all.flatMap(({ calls }) => calls.flatMap(({ isFollowed, key }) => (isFollowed ? [key] : []))),
    );
    for (const { calls, pipeline } of all)
      pipeline.coverage = visibleIn(
        coverageOf([calls.filter(({ isFollowed, key }) => isFollowed || !followed.has(key))]),
      );
  }

  notices(file?: string): Notice[] {
    this.refresh();
    const files = file === undefined ? [...this.sources.keys(), ...this.cutBuildFiles].sort() : [file];
    const ofFiles = files.flatMap((one) => this.noticesOfFile(one));
    const known = this.found.flatMap((program) => this.analyzed.get(keyOf(program)) ?? []);
    const cut = known.filter(({ result }) => result.exhausted);
    const failed = [
      ...this.failedBuilds,
      ...this.failedFiles.values(),
      ...known.flatMap((one) => failuresOf(one.program, one)),
    ].filter(({ range }) => file === undefined || range.file === file);
    return [
      ...ofFiles,
      ...cut.flatMap(({ program, result }) => depthNotice(program, result, files)),
      ...failed,
    ];
  }

  private noticesOfFile(file: string): Notice[] {
    const facts = this.facts.get(file);
    const source = this.sources.get(file);
    if (this.cutBuildFiles.includes(file)) return [buildFileNotice(file)];
    const own = facts ? noticesOf(facts) : [];
    const all = source?.trouble ? [...own, noticeOfTrouble(file, source.text, source.trouble)] : own;
    // What a program's own source hides may be the way to the calls of another.
    return this.programUnits.has(file) ? all.map((notice) => ({ ...notice, isMinor: false })) : all;
  }

  /** What a file says, as it was read last; undefined where it could not be. */
  factsOf(file: string): FileFacts | undefined {
    this.refresh();
    return this.facts.get(file);
  }

  dispose(): void {
    for (const source of this.sources.values()) source.dispose();
    this.sources.clear();
    this.facts.clear();
    this.analyzed.clear();
    this.parser.delete();
  }

  /** Reads what changed, and finds the programs again where includes, mains or the set of files did. */
  private refresh(): void {
    if (!this.dirty.size && this.isFound) return;
    for (const file of this.dirty) {
      this.take(file, this.read(file));
    }
    if (!this.isFound) this.findAgain();
    for (const [key, { program }] of this.analyzed) {
      if (program.files.some((file) => this.dirty.has(file))) this.analyzed.delete(key);
    }
    this.dirty.clear();
  }

  private read(file: string): FileFacts | undefined {
    this.failedFiles.delete(file);
    const source = this.sources.get(file);
    const said = Object.entries(this.settings.at(file).defines ?? {});
    return attempt(
      () => source?.read(this.parser, new Map([...this.flags.definitionsOf(file), ...said])),
      (why) => {
        this.failedFiles.set(file, failureNotice('file-failed', startOf(file), { why }));
        source?.forgetFacts();
        return undefined;
      },
    );
  }

  private take(file: string, facts: FileFacts | undefined): void {
    if (facts) this.facts.set(file, facts);
    else this.facts.delete(file);
    const shape = facts && JSON.stringify([facts.includes, facts.main !== undefined]);
    if (shape !== this.shapes.get(file)) this.isFound = false;
    this.shapes.set(file, shape);
  }

  private findAgain(): void {
    this.isFound = true;
    this.isCovered = false;
    this.failedBuilds = [];
    const {
      programs: all,
      unbuilt,
      cutBuildFiles,
    } = attempt(
      () => this.programsOf([...this.cmake], [...this.flags.compilationDatabases()]),
      () => this.programsWithoutFailed(),
    );
    this.found = all;
    this.notBuilt = unbuilt;
    this.cutBuildFiles = cutBuildFiles;
    const programs = this.found.filter(({ kind }) => kind === 'program');
    this.programUnits = new Set(programs.flatMap(({ files: own }) => own.filter(isUnit)));
    const before = this.analyzed;
    this.analyzed = new Map();
    for (const program of this.found) {
      const known = before.get(keyOf(program));
      if (known && known.program.files.join() === program.files.join())
        this.analyzed.set(keyOf(program), { ...known, program });
    }
  }

  private programsOf(cmake: BuildFile[], databases: Database[]): FoundPrograms {
    const files = [...this.facts.keys()];
    return findPrograms({
      facts: this.facts,
      cmake: new Map(cmake),
      compileCommands: new Map(
        databases.map(([path, database]) => [path, sourcesIn(database, files)] as const),
      ),
      includesOf: (file) => this.flags.includesOf(file),
    });
  }

  /** Each build file is tried by itself, to leave out those that cannot be followed. */
  private programsWithoutFailed(): FoundPrograms {
    const works = (build: BuildFile | Database, work: () => void): boolean =>
      attempt(
        () => (work(), true),
        (why) => {
          this.failedBuilds.push(failureNotice('build-failed', startOf(build[0]), { why }));
          return false;
        },
      );
    const cmake = [...this.cmake].filter((one) => works(one, () => this.programsOf([one], [])));
    const databases = [...this.flags.compilationDatabases()].filter((one) =>
      works(one, () => this.programsOf([], [one])),
    );
    return attempt(
      () => this.programsOf(cmake, databases),
      () => this.programsOf([], []),
    );
  }

  private analyze(program: ProgramFiles): Analyzed {
    const known = this.analyzed.get(keyOf(program));
    if (known) return known;
    const one = attempt(
      () => this.follow(program),
      (why) => ({ ...nothingOf(program), failure: why }),
    );
    this.isCovered = false;
    this.analyzed.set(keyOf(program), one);
    return one;
  }

  private follow(program: ProgramFiles): Analyzed {
    const made = withMacroMade(this.factsIn(program), this.readUse);
    const result = interpretProgram(this.current(program), made, this.macroBody);
    const pipeline = visibleIn(extractPipeline(result.trace, this.facts));
    const files = this.factsIn(program);
    const calls = readCalls(files, { result, macroBody: this.macroBody });
    return { program, result, pipeline, calls, checked: undefined };
  }

  private factsIn({ files }: ProgramFiles): FileFacts[] {
    return files.flatMap((file) => this.facts.get(file) ?? []);
  }

  /** The program with its `main` as the file reads now. */
  private current(program: ProgramFiles): ProgramFiles {
    const main = program.main && this.facts.get(program.main.chunk.file)?.main;
    return main ? { ...program, main } : program;
  }

  private check(one: Analyzed): CheckResult {
    one.checked ??= attempt(
      () => this.judge(one),
      (why) => {
        one.failure = why;
        return NOTHING_FOUND;
      },
    );
    return one.checked;
  }

  private judge({ program, result, pipeline }: Analyzed): CheckResult {
    const settings = this.settings.at(program.main?.chunk.file ?? program.files[0]);
    const textOf = (file: string): string | undefined => this.facts.get(file)?.text;
    return checkProgram({ trace: result.trace, pipeline, settings, textOf }, this.timing);
  }
}

type BuildFile = [path: string, text: string];
type Database = [path: string, database: CompilationDatabase];

const NOTHING_FOUND: CheckResult = { findings: [], summary: [], failed: [] };

/** What is known of a program that could not be followed. */
function nothingOf(program: ProgramFiles): Analyzed {
  return {
    program,
    result: { trace: emptyTrace(program), exhausted: false, entered: new Set() },
    pipeline: emptyPipeline(program.name),
    calls: [],
    checked: NOTHING_FOUND,
  };
}

const hasSteps = ({ threads }: Pipeline): boolean => threads.some(({ program }) => program.length > 0);

const sameDefines = (one: AnalysisSettings, other: AnalysisSettings): boolean =>
  JSON.stringify(one.defines) === JSON.stringify(other.defines);

function keyOf(program: ProgramFiles): string {
  return `${program.kind} ${program.main?.chunk.file ?? program.files[0] ?? ''} ${program.name}`;
}
