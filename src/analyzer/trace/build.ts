/** Builds the trace of a program: follows `main`, then the threads and callbacks that it starts. */
import type { SourceRange } from '../../pipeline/source.ts';
import type { ProgramFiles } from '../program/programs.ts';
import { lastName, SymbolTable } from '../program/symbols.ts';
import type { FunctionDeclaration, MacroDeclaration } from '../syntax/ast.ts';
import type { FileFacts } from '../syntax/facts.ts';
import { callNames, usedNames } from '../syntax/visit.ts';
import { constructInstance, makeInstance } from './construct.ts';
import { evaluate } from './evaluate.ts';
import { execute } from './execute.ts';
import { finishTrace } from './finish.ts';
import { invoke } from './invoke.ts';
import { locate } from './locate.ts';
import { Machine, type MacroBody } from './machine.ts';
import { unknown, type FunctionTarget } from './state.ts';
import { noteRegistered } from './registered.ts';
import { runPending } from './threads.ts';
import type { ProgramTrace, TraceThread } from './trace.ts';
import { bringsWork } from './weight.ts';

export interface TraceResult {
  trace: ProgramTrace;
  /** Set where a limit cut the execution short. */
  exhausted: boolean;
}

/** The trace of one program or library over the facts of its files. */
export function buildTrace(
  program: ProgramFiles,
  facts: ReadonlyMap<string, FileFacts>,
  macroBody: (macro: MacroDeclaration) => MacroBody | undefined,
): TraceResult {
  const own = new Map(program.files.flatMap((file) => entryOf(facts, file)));
  const symbols = new SymbolTable(own.values());
  const trace = emptyTrace(program);
  const main: TraceThread = { id: 'main', entry: 'main', kind: 'main', replicas: 1, body: [] };
  const machine = wire(new Machine(symbols, own, trace, main, macroBody, undefined as never));
  if (program.main) followMain(machine, main, program.main);
  else followLibrary(machine, own);
  noteRegistered(machine, own.values());
  runPending(machine);
  finishTrace(machine);
  return { trace, exhausted: machine.exhausted };
}

function entryOf(facts: ReadonlyMap<string, FileFacts>, file: string): [string, FileFacts][] {
  const own = facts.get(file);
  return own ? [[file, own]] : [];
}

function emptyTrace(program: ProgramFiles): ProgramTrace {
  const { name, kind, files } = program;
  return { name, kind, files, threads: [], objects: [], parameters: [], unknowns: [] };
}

function wire(machine: Machine): Machine {
  machine.parts = {
    evaluate: (expression, frame) => evaluate(machine, expression, frame),
    locate: (expression, frame) => locate(machine, expression, frame),
    execute: (statements, frame) => execute(machine, statements, frame),
    invoke: (target, args, site) => invoke(machine, target, args, site),
    construct: (className, args, frame, site) => constructInstance(machine, className, args, frame, site),
  };
  return machine;
}

function nameRange(machine: Machine, declaration: FunctionDeclaration): SourceRange {
  return machine.range(declaration.chunk, declaration.nameStart, declaration.nameEnd);
}

function followMain(machine: Machine, main: TraceThread, declaration: FunctionDeclaration): void {
  const range = nameRange(machine, declaration);
  machine.trace.source = range;
  main.source = range;
  machine.trace.threads.push(main);
  machine.functionName = 'main';
  const args = declaration.parameters.map((parameter) => ({
    value: unknown(parameter.name),
    text: '',
    range,
  }));
  machine.parts.invoke({ name: 'main', declaration }, args, range);
  machine.dropPathPrefix(main);
}

/**
 * Without a `main`, every function that nothing calls is followed on its own, methods on an object of their class: first
 * those that nobody hands on either, then those that were handed on to where they are not seen to be called.
 */
function followLibrary(machine: Machine, facts: ReadonlyMap<string, FileFacts>): void {
  const functions = [...facts.values()].flatMap(({ declarations }) =>
    declarations.filter((one) => one.kind === 'function' && one.body !== undefined),
  ) as FunctionDeclaration[];
  const called = lastNames(functions, callNames);
  const used = lastNames(functions, usedNames);
  const entries = functions.filter(
    ({ name, body }) =>
      !called.has(lastName(name)) && !lastName(name).startsWith('~') && bringsWork(machine, body ?? []),
  );
  for (const entry of entries) if (!used.has(lastName(entry.name))) followEntry(machine, entry);
  runPending(machine);
  for (const entry of entries) if (!machine.followed.has(entry)) followEntry(machine, entry);
}

function lastNames(
  functions: readonly FunctionDeclaration[],
  namesIn: typeof callNames,
): ReadonlySet<string> {
  return new Set(functions.flatMap(({ body }) => namesIn(body ?? []).map(lastName)));
}

function followEntry(machine: Machine, declaration: FunctionDeclaration): void {
  const range = nameRange(machine, declaration);
  const thread: TraceThread = {
    id: `library${machine.trace.threads.length + 1}`,
    entry: declaration.name,
    kind: 'library',
    replicas: 1,
    source: range,
    body: [],
  };
  machine.trace.threads.push(thread);
  Object.assign(machine, { thread, loops: [], path: [], nodes: thread.body, functionName: declaration.name });
  const isConstructor = declaration.owner?.split('::').at(-1) === declaration.name.split('::').at(-1);
  const self =
    declaration.owner && !isConstructor ? makeInstance(machine, declaration.owner, [], '', range) : undefined;
  const target: FunctionTarget = { name: declaration.name, declaration, self };
  const args = declaration.parameters.map(({ name }) => ({ value: unknown(name), text: name, range }));
  machine.parts.invoke(target, args, range);
  machine.dropPathPrefix(thread);
}
