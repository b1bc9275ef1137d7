/** Arrays and containers as they are declared, before anything is in them. */
import type { TypeName } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import { calculate } from '../values/numbers.ts';
import { newCell, unknown, type ArrayStore, type NumberValue } from '../values/value.ts';
import { sizeOfType } from './sizes.ts';

export function arrayStore(
  run: Interpreter,
  name: string,
  element: TypeName | undefined,
  size: NumberValue | undefined,
  more: Partial<ArrayStore> = {},
): ArrayStore {
  const store: ArrayStore = {
    name,
    typeName: '',
    element,
    at: new Map(),
    rest: newCell(`${name}[]`, unknown(name), element),
    size,
    memory: 'stack',
    madeIn: run.loops,
    bytes: size && element && times(size, sizeOfType(run.symbols, element)),
    ...more,
  };
  run.dataFlows.joinElements(store);
  return store;
}

export function times(
  left: NumberValue | undefined,
  right: NumberValue | undefined,
): NumberValue | undefined {
  return left && right ? calculate('*', left, right) : undefined;
}
