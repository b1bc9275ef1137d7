/** The analyzer over a workspace: reads what changed, follows the programs that hold it, asks the rules. */
import type { Parser } from 'web-tree-sitter';
import type { AnalysisSettings, Analyzer, DocumentChange, Notice, ProgramAnalysis } from './analysis.ts';
import { ByFolder } from './by-folder.ts';
import { coverageOf, UnreadLists, type ReadCall } from './extract/coverage.ts';
import type { Finding } from './finding.ts';
import { followProgram, idleProgram, nothingOf, NOTHING_FOUND, type Analyzed } from './followed.ts';
import { Entries } from './entries.ts';
import { buildFileNotice, noticesOf, noticeOfTrouble, depthNotice, failuresOf, startOf } from './notices.ts';
import { BuildFlags, isBuildFile } from './program/build/build-flags.ts';
import { withDistinctNames } from './program/names.ts';
import { isUnit } from './program/paths.ts';
import type { Reading } from './interpret/index.ts';
import type { ProgramFiles } from './program/programs.ts';
import { tableMaker } from './program/tables.ts';
import { findWithBuilds } from './found.ts';
import { checkProgram, settleFile, type CheckResult, type RuleSummary, type Timing } from './rules/index.ts';
import { SaidCalls } from './said-calls.ts';
import type { FileFacts } from './syntax/facts.ts';
import { declarationReader } from './syntax/macro-declarations.ts';
import { macroReader } from './syntax/macro-body.ts';
import type { Defines } from './syntax/conditionals.ts';
import { SourceFile } from './syntax/source-file.ts';
import { attempt, failureNotice } from './walls.ts';
import type { Coverage } from '../pipeline/coverage.ts';

export class WorkspaceAnalyzer implements Analyzer {
  private readonly sources = new Map<string, SourceFile>();
  private readonly facts = new Map<string, FileFacts>();
  private readonly flags = new BuildFlags();
  private settings: ByFolder<AnalysisSettings>;
  private said: SaidCalls;
  private readonly dirty = new Set<string>();
  private readonly reading: Reading;
  /** What decides which files make which program: of each file, its includes and whether it has a main. */
  private readonly shapes = new Map<string, string | undefined>();
  private isFound = false;
  private found: ProgramFiles[] = [];
  /** Files of programs and libraries that may drive a device. */
  private driving: ReadonlySet<string> = new Set();
  /** Sources, not headers, that a program with a `main` is made of. */
  private programUnits: ReadonlySet<string> = new Set();
  private notBuilt: ReadonlySet<string> = new Set();
  private cutBuildFiles: readonly string[] = [];
  private analyzed = new Map<string, Analyzed>();
  /** All of the programs there are now, with what they do not come to. */
  private everything: readonly Analyzed[] | undefined;
  private readonly entries: Entries;
  /** Files, and build files, that a defect of ours has cost. */
  private readonly failedFiles = new Map<string, Notice>();
  private failedBuilds: Notice[] = [];
  /** Each Pipeline of these has the coverage that goes with them. */
  private covered: readonly Analyzed[] = [];

  constructor(
    private readonly parser: Parser,
    settings: AnalysisSettings,
    private readonly timing?: Timing,
  ) {
    this.settings = new ByFolder(settings);
    this.said = new SaidCalls(this.settings);
    const readUse = declarationReader(parser);
    this.reading = {
      facts: this.facts,
      macroBody: macroReader(parser),
      tables: tableMaker(readUse),
      said: (file) => this.said.at(file),
      mayDrive: (file) => this.mayDrive(file),
    };
    this.entries = new Entries(this.reading);
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
    this.settings = ByFolder.of(settings);
    this.everything = undefined;
    if (!this.said.areThoseOf(this.settings)) this.readOtherwise();
    for (const one of [...this.analyzed.values(), ...this.entries.all()])
      if (one.checked !== NOTHING_FOUND) one.checked = undefined;
    this.askAgain();
  }

  /** Other things are said of calls: what was followed may come to something else. */
  private readOtherwise(): void {
    this.said = new SaidCalls(this.settings);
    this.analyzed.clear();
    this.entries.forget();
    this.isFound = false;
  }

  /** Another definition in a build file is another text of each source. */
  private noteBuildFile(file: string, text: string | undefined): void {
    this.isFound = false;
    // A build file whose reading fails says nothing of how others are compiled.
    attempt(
      () => this.flags.note(file, text),
      () => undefined,
    );
    this.askAgain();
  }

  /** Each source is asked for anew: it knows whether it says the same under today's definitions. */
  private askAgain(): void {
    for (const file of this.sources.keys()) this.dirty.add(file);
  }

  programs(): ProgramAnalysis[] {
    const all = this.all();
    this.cover(all);
    const programs = all.flatMap((one) => (one.kind === 'beside' ? [] : this.programOf(one)));
    return programs.length > 1 ? programs.filter(({ kind }) => kind !== 'rest') : programs;
  }

  beside(): ProgramAnalysis[] {
    const all = this.all();
    this.cover(all);
    return all.flatMap((one) => (one.kind === 'beside' ? this.programOf(one) : []));
  }

  private programOf(one: Analyzed): ProgramAnalysis[] {
    const { program, pipeline, kind, calls, failure } = one;
    if (failure !== undefined || (kind === 'rest' && !calls.length)) return [];
    const { findings, summary } = this.check(one);
    return [{ name: pipeline.name, kind, files: program.files, pipeline, findings, summary }];
  }

  /** Programs with a `main`, then what they do not come to. */
  private all(): readonly Analyzed[] {
    this.refresh();
    if (this.everything) return this.everything;
    const mains = this.found.flatMap((program) => this.analyze(program) ?? []);
    const named = new Set(this.settings.all().flatMap(({ entries = [] }) => entries));
    const all = [...mains, ...this.entries.beside(this.found, mains, { named, unbuilt: this.notBuilt })];
    withDistinctNames(all.map(({ program }) => program)).forEach(({ name }, i) => {
      if (all[i]) all[i].pipeline.name = name;
    });
    return (this.everything = all);
  }

  unbuilt(): ReadonlySet<string> {
    this.refresh();
    return this.notBuilt;
  }

  summaries(): RuleSummary[] {
    return this.all().flatMap((one) => this.check(one).summary);
  }

  findings(file?: string): Finding[] {
    const holders = this.all().filter(({ program }) => file === undefined || program.files.includes(file));
    const all = holders.flatMap((one) => this.check(one).findings);
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
    const within = ({ range }: ReadCall) => files.has(range.file);
    const counted = this.all().filter(({ counts }) => counts);
    return coverageOf(counted.map(({ calls }) => calls.filter(within)));
  }

  /**
   * What one program does not follow of a file that it shares, another may: that is no gap of the first. What nothing in a
   * program comes to stays one.
   */
  private cover(all: readonly Analyzed[]): void {
    const isSame = all.length === this.covered.length && all.every((one, i) => one === this.covered[i]);
    if (isSame) return;
    this.covered = all;
    const byAny = followedBy(all);
    const byPrograms = followedBy(all.filter(({ counts }) => counts));
    const lists = new UnreadLists();
    for (const { calls, pipeline, kind } of all) {
      const elsewhere = kind === 'program' ? byPrograms : byAny;
      const own = calls.filter(({ isFollowed, key }) => isFollowed || !elsewhere.has(key));
      pipeline.coverage = coverageOf([own], lists);
    }
  }

  notices(file?: string): Notice[] {
    this.refresh();
    const files = file === undefined ? [...this.sources.keys(), ...this.cutBuildFiles].sort() : [file];
    const ofFiles = files.flatMap((one) => this.noticesOfFile(one));
    const known = [
      ...this.found.flatMap((program) => this.analyzed.get(keyOf(program)) ?? []),
      ...this.entries.all(),
    ];
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
    const all = source?.trouble
      ? [noticeOfTrouble(file, source.text, source.trouble)]
      : facts
        ? noticesOf(facts)
        : [];
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
    this.everything = undefined;
    for (const file of this.dirty) if (!this.take(file)) this.dirty.delete(file);
    if (!this.isFound) {
      this.findAgain();
      this.readDriving();
    }
    for (const [key, { program }] of this.analyzed) {
      if (program.files.some((file) => this.dirty.has(file))) this.analyzed.delete(key);
    }
    this.dirty.clear();
  }

  /** Parses the files of the programs that may drive a device; an outline is enough of the others. */
  private readDriving(): void {
    const before = this.driving;
    const driving = this.found.filter(({ files }) => files.some((file) => this.mayDrive(file)));
    this.driving = new Set(driving.flatMap(({ files }) => files));
    for (const file of this.sources.keys())
      if (this.driving.has(file) !== before.has(file) && this.take(file)) this.dirty.add(file);
  }

  private mayDrive(file: string): boolean {
    const source = this.sources.get(file);
    return source !== undefined && (source.mayDrive || this.said.areIn(file, source.text));
  }

  /** Whether the file says something else than before. */
  private take(file: string): boolean {
    const facts = this.read(file);
    if (facts === this.facts.get(file)) return false;
    if (facts) this.facts.set(file, facts);
    else this.facts.delete(file);
    const shape = facts && JSON.stringify([facts.includes, facts.main !== undefined, this.mayDrive(file)]);
    if (shape !== this.shapes.get(file)) this.isFound = false;
    this.shapes.set(file, shape);
    return true;
  }

  private read(file: string): FileFacts | undefined {
    this.failedFiles.delete(file);
    const source = this.sources.get(file);
    return attempt(
      () => source?.read(this.parser, this.definesOf(file), this.driving.has(file)),
      (why) => {
        this.failedFiles.set(file, failureNotice('file-failed', startOf(file), { why }));
        source?.forgetFacts();
        return undefined;
      },
    );
  }

  private definesOf(file: string): Defines {
    const built = attempt<ReadonlyMap<string, string>>(
      () => this.flags.definitionsOf(file),
      () => new Map(),
    );
    return new Map([...built, ...Object.entries(this.settings.at(file).defines ?? {})]);
  }

  private findAgain(): void {
    this.isFound = true;
    const { programs, unbuilt, cutBuildFiles, failed } = findWithBuilds(this.facts, this.flags);
    this.failedBuilds = failed;
    this.found = programs;
    this.notBuilt = unbuilt;
    this.cutBuildFiles = cutBuildFiles;
    const started = this.found.filter(({ kind }) => kind === 'program');
    this.programUnits = new Set(started.flatMap(({ files: own }) => own.filter(isUnit)));
    const before = this.analyzed;
    this.analyzed = new Map();
    for (const program of this.found) {
      const known = before.get(keyOf(program));
      if (known && known.program.files.join() === program.files.join())
        this.analyzed.set(keyOf(program), { ...known, program });
    }
  }

  private analyze(program: ProgramFiles): Analyzed | undefined {
    const { main } = this.current(program);
    if (!main) return undefined;
    const known = this.analyzed.get(keyOf(program));
    if (known) return known;
    const one = attempt(
      () =>
        this.driving.has(main.chunk.file)
          ? followProgram({ ...program, main }, this.reading)
          : idleProgram({ ...program, main }, this.reading),
      (why) => ({ ...nothingOf(program), failure: why }),
    );
    this.analyzed.set(keyOf(program), one);
    return one;
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

  private judge({ program, result, pipeline, entry, isCertain }: Analyzed): CheckResult {
    const settings = this.settings.at(program.main?.chunk.file ?? program.files[0]);
    const textOf = (file: string): string | undefined => this.facts.get(file)?.text;
    const factsOf = (file: string): FileFacts | undefined => this.facts.get(file);
    const checked = checkProgram({ trace: result.trace, pipeline, settings, textOf, factsOf }, this.timing);
    if (!entry || isCertain) return checked;
    const findings = checked.findings.map((finding) => ({ ...finding, entry }));
    return { ...checked, findings };
  }
}

/** The keys of the calls that some of these follow. */
const followedBy = (all: readonly Analyzed[]): ReadonlySet<string> =>
  new Set(all.flatMap(({ calls }) => calls.flatMap(({ isFollowed, key }) => (isFollowed ? [key] : []))));

function keyOf(program: ProgramFiles): string {
  return `${program.kind} ${program.main?.chunk.file ?? program.files[0] ?? ''} ${program.name}`;
}
