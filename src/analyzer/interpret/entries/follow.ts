/** Follows an entry: on an object of its class what sets it up, then once a frame what gives the device work, then the end. */
import type { SourceRange } from '../../../pipeline/source.ts';
import type { FunctionDeclaration } from '../../syntax/ast.ts';
import { visitNodes, type TraceNode, type TraceThread } from '../../trace/nodes.ts';
import type { Interpreter } from '../interpreter.ts';
import { unknown, type Instance } from '../values/value.ts';

/** Functions that nothing at hand calls, as others are taken to call them. */
export interface Course {
  /** The class whose methods they are. */
  owner?: string | undefined;
  before: readonly FunctionDeclaration[];
  frame: readonly FunctionDeclaration[];
  after: readonly FunctionDeclaration[];
  /** Whether `frame` is called again and again, and not once. */
  repeats: boolean;
}

export function nameRange(run: Interpreter, { chunk, nameStart, nameEnd }: FunctionDeclaration): SourceRange {
  return run.range(chunk, nameStart, nameEnd);
}

/** Goes on with a thread of its own, which begins at the function. */
export function beginEntry(run: Interpreter, first: FunctionDeclaration, entry: string): TraceThread {
  const source = nameRange(run, first);
  const id = `library${run.trace.threads.length + 1}`;
  const thread: TraceThread = { id, entry, kind: 'library', replicas: 1, source, body: [] };
  run.trace.threads.push(thread);
  Object.assign(run, { thread, loops: [], path: [], nodes: thread.body, functionName: first.name });
  return thread;
}

export function followCourse(run: Interpreter, { owner, before, frame, after, repeats }: Course): void {
  const [main] = [...frame, ...before, ...after];
  if (!main) return;
  const thread = beginEntry(run, main, frame.length > 1 ? (owner ?? main.name) : main.name);
  const self = owner === undefined ? undefined : instanceOf(run, owner, thread);
  for (const one of before) callOnce(run, one, self);
  const once = (): void => {
    for (const one of frame) callOnce(run, one, self);
  };
  if (repeats && thread.source) repeated(run, thread.source, once);
  else once();
  for (const one of after) callOnce(run, one, self);
  dropEntered(thread, [...before, ...frame, ...after]);
}

/** The calls of the entries themselves are no part of the way to their nodes. */
function dropEntered({ body }: TraceThread, entered: readonly FunctionDeclaration[]): void {
  const names = new Set(entered.map(({ name }) => name));
  visitNodes(body, (node) => {
    if (names.has(node.path[0]?.callee ?? '')) node.path = node.path.slice(1);
  });
}

export function instanceOf(run: Interpreter, owner: string, { source }: TraceThread): Instance {
  return run.parts.make(run, owner, [], '', source ?? run.statement);
}

function repeated(run: Interpreter, range: SourceRange, work: () => void): void {
  const node = run.enterLoop({ loop: 'entry', times: 'forever', range, statement: range, condition: '' });
  run.into(node.body, work);
  run.leaveLoop(node);
}

/** Called from outside, with arguments that nobody knows; what it does goes to the thread at hand. */
export function callOnce(
  run: Interpreter,
  declaration: FunctionDeclaration,
  self: Instance | undefined,
  into: TraceNode[] = run.nodes,
): void {
  const range = nameRange(run, declaration);
  const isConstructor = declaration.owner?.split('::').at(-1) === declaration.name.split('::').at(-1);
  const target = {
    name: declaration.name,
    declaration,
    self: isConstructor || declaration.isStatic ? undefined : self,
  };
  const args = declaration.parameters.map(({ name }) => ({ value: unknown(name), text: name, range }));
  run.into(into, () => run.parts.invoke(target, args, range));
}
