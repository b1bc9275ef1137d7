/** Builds the trace of a program: follows `main`, or what nothing calls, then the threads and callbacks that it starts. */
import { Budget, LIMITS } from './budget.ts';
import { WEIGHT } from './nesting.ts';
import type { ProgramFiles } from '../program/programs.ts';
import type { MakeTables, Tables } from '../program/tables.ts';
import { lastName } from '../program/qualified.ts';
import { isDeclaredAlone } from '../program/symbols.ts';
import type { FunctionDeclaration, MacroDeclaration } from '../syntax/ast.ts';
import type { FileFacts } from '../syntax/facts.ts';
import type { ParsedMacro } from '../syntax/macro-body.ts';
import { usedNames } from '../syntax/visit.ts';
import type { CatalogueRow } from '../acl/catalogue.ts';
import { runtimeCall } from '../acl/runtime-call.ts';
import { endKept } from './calls/end-kept.ts';
import { constructInstance, makeInstance } from './calls/construct.ts';
import { evaluate } from './expressions/evaluate.ts';
import { execute } from './statements/execute.ts';
import { finishTrace } from './after/finish.ts';
import { invoke } from './calls/invoke.ts';
import { locate } from './names/lvalue.ts';
import { Interpreter } from './interpreter.ts';
import { unknown } from './values/value.ts';
import { noteRegistered } from './threads/registered.ts';
import { makeRegistrars } from './threads/registrars.ts';
import { runPending, spawn } from './threads/spawn.ts';
import type { ProgramTrace, TraceThread } from '../trace/nodes.ts';
import { bringsWork } from './effects.ts';
import { beginEntry, callOnce, instanceOf, nameRange } from './entries/follow.ts';
import { followEntries, type EntryRequest, type FollowedEntries } from './entries/index.ts';
import { bodiesIn } from './entries/uses.ts';

export { isDeclaration, type FollowedEntry, type Fruitless } from './entries/index.ts';

export interface TraceResult {
  trace: ProgramTrace;
  /** Set where a limit cut the execution short. */
  exhausted: boolean;
  /** The functions, by declaration, and the lambdas that were entered. */
  entered: ReadonlySet<unknown>;
  /** Functions without a body in the workspace that it calls, in the order of the calls. */
  absent: readonly string[];
}

/** A program's files as they read now. */
export interface Reading {
  facts: ReadonlyMap<string, FileFacts>;
  macroBody: (macro: MacroDeclaration) => ParsedMacro | undefined;
  /** What these files declare together. */
  tables: MakeTables;
  /** Whether a file names the runtime, or what the workspace says something of. */
  mayDrive: (file: string) => boolean;
  /** What the workspace says of calls of its own libraries, for the program of that file. */
  said: (file: string | undefined) => readonly CatalogueRow[];
}

/** The trace of one program, from its `main` on. */
export function interpretProgram(
  program: ProgramFiles & { main: FunctionDeclaration },
  reading: Reading,
): TraceResult {
  const tables = tablesOf(program, reading);
  const run = startRun(program, tables, reading);
  const main = tables.own.get(program.main.chunk.file)?.main ?? program.main;
  followMain(run, run.thread, main, tables.own.values());
  noteRegistered(run, tables.own.values());
  runPending(run);
  endKept(run, main.body ?? []);
  return finished(run);
}

/**
 * What of the files no `reached` function is: the entries that give the device work, each as others are taken to call it.
 * `isCertain`: the user says so.
 */
export function interpretEntries(
  program: ProgramFiles,
  reading: Reading,
  request: Pick<EntryRequest, 'reached' | 'isCertain' | 'fruitless' | 'callsInText'> & { mostSteps: number },
): FollowedEntries {
  const tables = tablesOf(program, reading);
  const together = new Budget(request.mostSteps);
  const start = (): Interpreter =>
    startRun({ ...program, kind: 'library' }, tables, reading, new Budget(LIMITS.steps, together));
  return followEntries({ ...request, symbols: tables.symbols, start, together });
}

/** What is left of a library: functions that set things up, wait or end, each followed by itself. */
export function interpretRest(
  program: ProgramFiles,
  reading: Reading,
  reached: ReadonlySet<unknown>,
): TraceResult {
  const run = startRun(program, tablesOf(program, reading), reading);
  followRest(run, reached);
  runPending(run);
  return finished(run);
}

const tablesOf = ({ files, main }: ProgramFiles, { facts, tables, said }: Reading): Tables =>
  tables(
    files.flatMap((file) => facts.get(file) ?? []),
    said(main?.chunk.file ?? files[0]),
  );

function startRun(
  program: ProgramFiles,
  { own, symbols }: Tables,
  { macroBody }: Reading,
  budget = new Budget(),
): Interpreter {
  const main: TraceThread = { id: 'main', entry: 'main', kind: 'main', replicas: 1, body: [] };
  return wire(
    new Interpreter(symbols, own, emptyTrace(program), main, macroBody, undefined as never, budget),
  );
}

function finished(run: Interpreter): TraceResult {
  finishTrace(run);
  return { trace: run.trace, exhausted: run.exhausted, entered: run.followed, absent: absentIn(run) };
}

/** The functions that the files declare and nothing defines, which the program calls: what these call is hidden. */
function absentIn({ unresolvedCalls, symbols }: Interpreter): string[] {
  return [...unresolvedCalls.keys()].flatMap((text) => {
    const name = /\b[A-Za-z_]\w*$/.exec(text)?.[0] ?? '';
    return isDeclaredAlone(symbols, name) ? [name] : [];
  });
}

/** The trace of a program that nothing is known of. */
export function emptyTrace(program: ProgramFiles): ProgramTrace {
  const { name, kind, files } = program;
  return { name, kind, files, threads: [], objects: [], parameters: [], unknowns: [] };
}

function wire(run: Interpreter): Interpreter {
  const { nesting } = run;
  run.parts = {
    evaluate: (expression, frame) => {
      if (!nesting.enter(WEIGHT.value)) return unknown(run.text(frame.chunk, expression));
      const value = evaluate(run, expression, frame);
      nesting.leave(WEIGHT.value);
      return value;
    },
    locate: (expression, frame) => locate(run, expression, frame),
    execute: (statements, frame) => {
      if (!nesting.enter(WEIGHT.block)) return nesting.cut('next');
      const flow = execute(run, statements, frame);
      nesting.leave(WEIGHT.block);
      return flow;
    },
    invoke: (target, args, site) => invoke(run, target, args, site),
    spawn: (callee, args, createdBy, site) => spawn(run, callee, args, createdBy, site),
    make: makeInstance,
    runtime: runtimeCall,
    construct: (className, args, scope, site, bindings) => {
      if (!nesting.enter(WEIGHT.object)) return nesting.cut(unknown(className));
      const value = constructInstance(run, className, args, scope, site, bindings);
      nesting.leave(WEIGHT.object);
      return value;
    },
  };
  return run;
}

function followMain(
  run: Interpreter,
  main: TraceThread,
  declaration: FunctionDeclaration,
  files: Iterable<FileFacts>,
): void {
  const range = nameRange(run, declaration);
  run.trace.source = range;
  main.source = range;
  run.trace.threads.push(main);
  run.functionName = 'main';
  makeRegistrars(run, files);
  const args = declaration.parameters.map((parameter) => ({
    value: unknown(parameter.name),
    text: '',
    range,
  }));
  run.parts.invoke({ name: 'main', declaration }, args, range);
  run.dropPathPrefix(main);
}

function followRest(run: Interpreter, reached: ReadonlySet<unknown>): void {
  const functions = bodiesIn(run.symbols).filter((one) => !reached.has(one));
  const called = new Set(functions.flatMap(({ body = [] }) => usedNames(body).map(lastName)));
  const open = functions.filter(
    ({ name, body = [] }) => !lastName(name).startsWith('~') && bringsWork(run, body),
  );
  const roots = open.filter(({ name }) => !called.has(lastName(name)));
  for (const one of [...roots, ...open]) if (!run.followed.has(one)) followAlone(run, one);
}

function followAlone(run: Interpreter, one: FunctionDeclaration): void {
  const thread = beginEntry(run, one, one.name);
  callOnce(run, one, one.owner === undefined ? undefined : instanceOf(run, one.owner, thread));
  run.dropPathPrefix(thread);
}
