/** Calling a coroutine: its promise, the object that the caller gets, and whether its text begins at once. */
import type { SourceRange } from '../../../pipeline/source.ts';
import type { Statement, TypeName } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { classFor, substitute } from '../names/template.ts';
import { type Instance, type Value } from '../values/value.ts';
import { coroutinesOf, handleOf, handsOut, newState, type Coroutine } from './coroutine.ts';
import { awaitOn, callOwn, pauses, resume } from './resume.ts';

interface Called {
  name: string;
  returns: TypeName;
  body: readonly Statement[];
  frame: Frame;
  site: SourceRange;
}

/** What the caller of a coroutine gets. `follow` does what stands in its text. */
export function beginCoroutine(run: Interpreter, called: Called, follow: () => Value): Value {
  const { name, returns, body, frame, site } = called;
  const promise = promiseFor(run, returns, frame, site);
  const isGenerator = handsOut(body);
  const coroutine: Coroutine = {
    name,
    isGenerator,
    promise,
    site,
    loops: run.loops,
    state: newState(),
    follow,
  };
  const { begun, ofPromise } = coroutinesOf(run);
  // Of a type that is not at hand, a task is taken to run at once, as most do up to where they first wait.
  if (!promise && !isGenerator) return resume(run, coroutine, site);
  begun.push(coroutine);
  if (!promise) return handleOf(coroutine);
  ofPromise.set(promise, coroutine);
  const object = callOwn(run, promise, 'get_return_object', [], site) ?? handleOf(coroutine);
  if (startsAtOnce(run, coroutine, promise, site)) resume(run, coroutine, site);
  return object;
}

function startsAtOnce(run: Interpreter, coroutine: Coroutine, promise: Instance, site: SourceRange): boolean {
  const initial = pauses(run, promise, 'initial_suspend', site);
  if (typeof initial === 'boolean') return !initial;
  return !awaitOn(run, initial, coroutine, site).isLeft;
}

/** The `promise_type` of what a coroutine returns; undefined where that is not the program's. */
function promiseFor(
  run: Interpreter,
  returns: TypeName,
  frame: Frame,
  site: SourceRange,
): Instance | undefined {
  const type = run.symbols.resolveType(substitute(returns, frame));
  const owner = classFor(run, type, frame);
  if (!owner) return undefined;
  const plain = { args: [], pointers: 0, reference: false, constant: false };
  const named = run.symbols.resolveType({ name: `${owner.name}::promise_type`, ...plain });
  const found =
    run.symbols.findClass(named.name, owner.name) ?? run.symbols.findClass(named.name, frame.scope);
  if (!found) return undefined;
  return run.parts.make(run, found.name, [], owner.name, site, owner.bindings);
}
