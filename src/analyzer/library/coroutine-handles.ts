/** `std::coroutine_handle`: its value is the coroutine that it leads to, wherever it is put or sent. */
import { argumentsOf } from '../interpret/calls/arguments.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import { coroutineIn, coroutinesOf, handleOf } from '../interpret/coroutines/coroutine.ts';
import { resume, resumeAny } from '../interpret/coroutines/resume.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { lastTypeName } from '../interpret/names/types.ts';
import { typeOfExpression } from '../interpret/names/expression-type.ts';
import { pointee, unknown, type Value } from '../interpret/values/value.ts';
import type { Expression } from '../syntax/ast.ts';

/** `h.resume()`, `h.promise()`, `h.address()`; undefined for what is no handle. */
export function callHandle(
  run: Interpreter,
  callee: Extract<Expression, { kind: 'member' }>,
  object: Value,
  site: CallSite,
): Value | undefined {
  const { name } = callee;
  const coroutine = coroutineIn(object);
  if (!coroutine)
    return name === 'resume' && isHandle(run, callee.object, site) ? resumeLost(run, site) : undefined;
  if (name === 'resume') return resume(run, coroutine, site.range);
  if (name === 'promise')
    return coroutine.promise ? { kind: 'instance', instance: coroutine.promise } : unknown('promise');
  if (name === 'address') return object;
  return /^(done|destroy)$/.test(name) ? unknown(run.text(site.frame.chunk, site.expression)) : undefined;
}

function isHandle(run: Interpreter, object: Expression, { frame }: CallSite): boolean {
  const type = typeOfExpression(run, object, frame);
  return type !== undefined && lastTypeName(run.symbols.resolveType(type)) === 'coroutine_handle';
}

function resumeLost(run: Interpreter, site: CallSite): Value {
  resumeAny(run, site.range);
  return unknown('resume');
}

/** `coroutine_handle<P>::from_promise(p)`, also by an alias of it. */
function fromPromise(run: Interpreter, site: CallSite): Value {
  const [given] = argumentsOf(run, site);
  const promise = given && pointee(given.value);
  const coroutine = promise?.kind === 'instance' && coroutinesOf(run).ofPromise.get(promise.instance);
  return coroutine ? handleOf(coroutine) : unknown('handle');
}

/** `coroutine_handle<>::from_address(p)`: what `address()` gave. */
function fromAddress(run: Interpreter, site: CallSite): Value {
  const [given] = argumentsOf(run, site);
  return given && coroutineIn(given.value) ? given.value : unknown('handle');
}

/** Functions of the class of handles, by the last part of their names: no other has such. */
export function handleFunction(name: string): typeof fromPromise | undefined {
  if (name.endsWith('::from_promise')) return fromPromise;
  return name.endsWith('::from_address') ? fromAddress : undefined;
}
