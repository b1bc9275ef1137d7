/** The analyzer over a workspace: reads what changed, follows the programs that hold it, asks the rules. */
import type { Parser } from 'web-tree-sitter';
import type { AnalysisSettings, Analyzer, DocumentChange, Notice, ProgramAnalysis } from './analysis.ts';
import { ByFolder } from './by-folder.ts';
import { extractPipeline } from './extract/extract.ts';
import type { Finding } from './finding.ts';
import { noticesOf, noticeOfTrouble, depthNotice } from './notices.ts';
import { readCompileCommands } from './program/compile-commands.ts';
import { BuildDefinitions } from './program/definitions.ts';
import { baseName, isUnit } from './program/paths.ts';
import { findPrograms, type ProgramFiles } from './program/programs.ts';
import { checkProgram, settleFile, type CheckResult, type RuleSummary, type Timing } from './rules/index.ts';
import type { MacroDeclaration } from './syntax/ast.ts';
import type { FileFacts } from './syntax/facts.ts';
import { macroReader, type ParsedMacro } from './syntax/macro-body.ts';
import { SourceFile } from './syntax/source-file.ts';
import { interpretProgram, type TraceResult } from './interpret/index.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { visibleIn } from '../pipeline/visible.ts';

interface Analyzed {
  program: ProgramFiles;
  result: TraceResult;
  pipeline: Pipeline;
  checked: CheckResult | undefined;
}

export class WorkspaceAnalyzer implements Analyzer {
  private readonly sources = new Map<string, SourceFile>();
  private readonly facts = new Map<string, FileFacts>();
  private readonly cmake = new Map<string, string>();
  private readonly compileCommands = new Map<string, string>();
  private readonly definitions = new BuildDefinitions();
  private settings: ByFolder<AnalysisSettings>;
  private readonly dirty = new Set<string>();
  private readonly macroBody: (macro: MacroDeclaration) => ParsedMacro | undefined;
  /** What decides which files make which program: of each file, its includes and whether it has a main. */
  private readonly shapes = new Map<string, string>();
  private isFound = false;
  private found: ProgramFiles[] = [];
  /** Sources, not headers, that a program with a `main` is made of. */
  private programUnits: ReadonlySet<string> = new Set();
  private analyzed = new Map<string, Analyzed>();

  constructor(
    private readonly parser: Parser,
    settings: AnalysisSettings,
    private readonly timing?: Timing,
  ) {
    this.settings = new ByFolder(settings);
    this.macroBody = macroReader(parser);
  }

  update({ file, text, edit }: DocumentChange): void {
    const build = this.buildFiles(file);
    if (build) {
      build.set(file, text);
      this.isFound = false;
      this.noteDefinitions(file, text);
      return;
    }
    const known = this.sources.get(file);
    if (known) known.change(text, edit);
    else this.sources.set(file, new SourceFile(file, text));
    this.dirty.add(file);
  }

  remove(file: string): void {
    this.sources.get(file)?.dispose();
    this.sources.delete(file);
    this.facts.delete(file);
    this.shapes.delete(file);
    if (this.buildFiles(file)?.delete(file)) this.noteDefinitions(file, undefined);
    this.dirty.delete(file);
    this.isFound = false;
  }

  configure(settings: AnalysisSettings | ByFolder<AnalysisSettings>): void {
    const before = this.settings;
    this.settings = ByFolder.of(settings);
    for (const one of this.analyzed.values()) one.checked = undefined;
    for (const [file, source] of this.sources) {
      if (sameDefines(this.settings.at(file), before.at(file))) continue;
      source.forgetFacts();
      this.dirty.add(file);
    }
  }

  /** Another definition in a build file is another text of each source. */
  private noteDefinitions(file: string, text: string | undefined): void {
    if (baseName(file) !== 'CMakeLists.txt' || !this.definitions.note(file, text)) return;
    for (const [name, source] of this.sources) {
      source.forgetFacts();
      this.dirty.add(name);
    }
  }

  programs(): ProgramAnalysis[] {
    this.refresh();
    const programs = this.found.filter((program) => program.kind === 'program');
    return (programs.length ? programs : this.found).flatMap((program) => {
      const one = this.analyze(program);
      if (program.kind === 'library' && !one.pipeline.threads.some((thread) => thread.program.length))
        return [];
      const { findings, summary } = this.check(one);
      return [{ name: program.name, files: program.files, pipeline: one.pipeline, findings, summary }];
    });
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
    const files = file === undefined ? [...this.facts.keys()] : [file];
    return files.flatMap((one) =>
      settleFile(one, this.facts.get(one)?.text ?? '', byFile.get(one) ?? [], this.settings.at(one)),
    );
  }

  notices(file?: string): Notice[] {
    this.refresh();
    const files = file === undefined ? [...this.sources.keys()] : [file];
    const ofFiles = files.flatMap((one) => this.noticesOfFile(one));
    const cut = [...this.analyzed.values()].filter(({ result }) => result.exhausted);
    return [...ofFiles, ...cut.flatMap(({ program, result }) => depthNotice(program, result, files))];
  }

  private noticesOfFile(file: string): Notice[] {
    const facts = this.facts.get(file);
    const source = this.sources.get(file);
    const own = facts ? noticesOf(facts) : [];
    const all = source?.trouble ? [...own, noticeOfTrouble(file, source.text, source.trouble)] : own;
    // What a program's own source hides may be the way to the calls of another.
    return this.programUnits.has(file) ? all.map((notice) => ({ ...notice, isMinor: false })) : all;
  }

  dispose(): void {
    for (const source of this.sources.values()) source.dispose();
    this.sources.clear();
    this.facts.clear();
    this.analyzed.clear();
    this.parser.delete();
  }

  private buildFiles(file: string): Map<string, string> | undefined {
    if (baseName(file) === 'CMakeLists.txt') return this.cmake;
    return baseName(file) === 'compile_commands.json' ? this.compileCommands : undefined;
  }

  /** Reads what changed, and finds the programs again where includes, mains or the set of files did. */
  private refresh(): void {
    if (!this.dirty.size && this.isFound) return;
    for (const file of this.dirty) {
      const said = Object.entries(this.settings.at(file).defines ?? {});
      const defines = new Map([...this.definitions.of(file), ...said]);
      this.take(file, this.sources.get(file)?.read(this.parser, defines));
    }
    if (!this.isFound) this.findAgain();
    for (const [key, { program }] of this.analyzed) {
      if (program.files.some((file) => this.dirty.has(file))) this.analyzed.delete(key);
    }
    this.dirty.clear();
  }

  private take(file: string, facts: FileFacts | undefined): void {
    if (facts) this.facts.set(file, facts);
    else this.facts.delete(file);
    const shape = facts ? `${facts.includes.join(',')}|${facts.hasMain ? 1 : 0}` : '';
    if (shape !== this.shapes.get(file)) this.isFound = false;
    this.shapes.set(file, shape);
  }

  private findAgain(): void {
    this.isFound = true;
    const files = [...this.facts.keys()];
    const compileCommands = new Map(
      [...this.compileCommands].map(([path, text]) => [path, readCompileCommands(text, files)] as const),
    );
    this.found = findPrograms({ facts: this.facts, cmake: this.cmake, compileCommands });
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

  private analyze(program: ProgramFiles): Analyzed {
    const known = this.analyzed.get(keyOf(program));
    if (known) return known;
    const result = interpretProgram(this.current(program), this.facts, this.macroBody);
    const pipeline = visibleIn(extractPipeline(result.trace, this.facts));
    const one: Analyzed = { program, result, pipeline, checked: undefined };
    this.analyzed.set(keyOf(program), one);
    return one;
  }

  /** The program with its `main` as the file reads now. */
  private current(program: ProgramFiles): ProgramFiles {
    const file = program.main?.chunk.file;
    if (!file || !program.main) return program;
    const mains = this.facts.get(file)?.declarations ?? [];
    const main = mains.find(
      (one) => one.kind === 'function' && one.name === 'main' && one.body !== undefined,
    );
    return main?.kind === 'function' ? { ...program, main } : program;
  }

  private check(one: Analyzed): CheckResult {
    one.checked ??= checkProgram(
      {
        trace: one.result.trace,
        pipeline: one.pipeline,
        settings: this.settings.at(one.program.main?.chunk.file ?? one.program.files[0]),
        textOf: (file) => this.facts.get(file)?.text,
      },
      this.timing,
    );
    return one.checked;
  }
}

const sameDefines = (one: AnalysisSettings, other: AnalysisSettings): boolean =>
  JSON.stringify(one.defines) === JSON.stringify(other.defines);

function keyOf(program: ProgramFiles): string {
  return `${program.kind} ${program.main?.chunk.file ?? program.files[0] ?? ''} ${program.name}`;
}
