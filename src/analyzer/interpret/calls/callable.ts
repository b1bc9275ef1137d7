/** What can be called: functions, lambdas, functions of the runtime, and objects with an `operator()`. */
import { pointee } from '../values/value.ts';
import { catalogueRow, type CatalogueRow } from '../../acl/catalogue.ts';
import type { Interpreter } from '../interpreter.ts';
import type { FunctionTarget, FunctionValue, Value } from '../values/value.ts';

/** A value as a function, where it is one. */
export function asFunction(value: Value): FunctionValue | undefined {
  if (value.kind === 'function') return value;
  return value.kind === 'pointer' && value.cell.value.kind === 'function' ? value.cell.value : undefined;
}

/** A value as something to call with so many arguments: a function object is called on itself. */
export function asCallable(run: Interpreter, value: Value, argumentCount = -1): FunctionValue | undefined {
  const held = pointee(value);
  if (held.kind !== 'instance') return asFunction(value);
  const self = held.instance;
  const declaration = run.symbols.findMethod(self.className, 'operator()', argumentCount);
  return declaration && { kind: 'function', targets: [{ name: declaration.name, declaration, self }] };
}

/** The catalogue's row of a target that is a function of the runtime. */
export function rowOf({ name, declaration, lambda, coroutine }: FunctionTarget): CatalogueRow | undefined {
  return declaration || lambda || coroutine ? undefined : catalogueRow(name);
}
