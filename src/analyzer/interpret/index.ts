/** Builds the trace of a program: follows `main`, then the threads and callbacks that it starts. */
import type { SourceRange } from '../../pipeline/source.ts';
import type { ProgramFiles } from '../program/programs.ts';
import { lastName, SymbolTable } from '../program/symbols.ts';
import type { FunctionDeclaration, MacroDeclaration } from '../syntax/ast.ts';
import type { FileFacts } from '../syntax/facts.ts';
import { callNames, usedNames } from '../syntax/visit.ts';
import { runtimeCall } from '../acl/runtime-call.ts';
import { constructInstance, makeInstance } from './calls/construct.ts';
import { evaluate } from './expressions/evaluate.ts';
import { execute } from './statements/execute.ts';
import { finishTrace } from './after/finish.ts';
import { invoke } from './calls/invoke.ts';
import { locate } from './names/lvalue.ts';
import { Interpreter, type MacroBody } from './interpreter.ts';
import { unknown, type FunctionTarget } from './values/value.ts';
import { noteRegistered } from './threads/registered.ts';
import { makeRegistrars } from './threads/registrars.ts';
import { runPending } from './threads/spawn.ts';
import type { ProgramTrace, TraceThread } from '../trace/nodes.ts';
import { bringsWork } from './effects.ts';

export interface TraceResult {
  trace: ProgramTrace;
  /** Set where a limit cut the execution short. */
  exhausted: boolean;
  /** The functions, by declaration, and the lambdas that were entered. */
  entered: ReadonlySet<unknown>;
}

/** The trace of one program or library over its files, with what macros declare in them. */
export function interpretProgram(
  program: ProgramFiles,
  files: readonly FileFacts[],
  macroBody: (macro: MacroDeclaration) => MacroBody | undefined,
): TraceResult {
  const own = new Map(files.map((facts) => [facts.file, facts]));
  const symbols = new SymbolTable(own.values());
  const trace = emptyTrace(program);
  const main: TraceThread = { id: 'main', entry: 'main', kind: 'main', replicas: 1, body: [] };
  const run = wire(new Interpreter(symbols, own, trace, main, macroBody, undefined as never));
  if (program.main) followMain(run, main, program.main, own.values());
  else followLibrary(run, own);
  noteRegistered(run, own.values());
  runPending(run);
  finishTrace(run);
  return { trace, exhausted: run.exhausted, entered: run.followed };
}

/** The trace of a program that nothing is known of. */
export function emptyTrace(program: ProgramFiles): ProgramTrace {
  const { name, kind, files } = program;
  return { name, kind, files, threads: [], objects: [], parameters: [], unknowns: [] };
}

function wire(run: Interpreter): Interpreter {
  run.parts = {
    evaluate: (expression, frame) => evaluate(run, expression, frame),
    locate: (expression, frame) => locate(run, expression, frame),
    execute: (statements, frame) => execute(run, statements, frame),
    invoke: (target, args, site) => invoke(run, target, args, site),
    make: makeInstance,
    runtime: runtimeCall,
    construct: (className, args, frame, site, bindings) =>
      constructInstance(run, className, args, frame, site, bindings),
  };
  return run;
}

function nameRange(run: Interpreter, declaration: FunctionDeclaration): SourceRange {
  return run.range(declaration.chunk, declaration.nameStart, declaration.nameEnd);
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

/**
 * Without a `main`, every function that nothing calls is followed on its own, methods on an object of their class: first
 * those that nobody hands on either, then those that were escaped on to where they are not seen to be called.
 */
function followLibrary(run: Interpreter, facts: ReadonlyMap<string, FileFacts>): void {
  const functions = [...facts.values()].flatMap(({ declarations }) =>
    declarations.filter((one) => one.kind === 'function' && one.body !== undefined),
  ) as FunctionDeclaration[];
  const called = lastNames(functions, callNames);
  const used = lastNames(functions, usedNames);
  const entries = functions.filter(
    ({ name, body }) =>
      !called.has(lastName(name)) && !lastName(name).startsWith('~') && bringsWork(run, body ?? []),
  );
  for (const entry of entries) if (!used.has(lastName(entry.name))) followEntry(run, entry);
  runPending(run);
  for (const entry of entries) if (!run.followed.has(entry)) followEntry(run, entry);
}

function lastNames(
  functions: readonly FunctionDeclaration[],
  namesIn: typeof callNames,
): ReadonlySet<string> {
  return new Set(functions.flatMap(({ body }) => namesIn(body ?? []).map(lastName)));
}

function followEntry(run: Interpreter, declaration: FunctionDeclaration): void {
  const range = nameRange(run, declaration);
  const thread: TraceThread = {
    id: `library${run.trace.threads.length + 1}`,
    entry: declaration.name,
    kind: 'library',
    replicas: 1,
    source: range,
    body: [],
  };
  run.trace.threads.push(thread);
  Object.assign(run, { thread, loops: [], path: [], nodes: thread.body, functionName: declaration.name });
  const isConstructor = declaration.owner?.split('::').at(-1) === declaration.name.split('::').at(-1);
  const self =
    declaration.owner && !isConstructor ? makeInstance(run, declaration.owner, [], '', range) : undefined;
  const target: FunctionTarget = { name: declaration.name, declaration, self };
  const args = declaration.parameters.map(({ name }) => ({ value: unknown(name), text: name, range }));
  run.parts.invoke(target, args, range);
  run.dropPathPrefix(thread);
}
