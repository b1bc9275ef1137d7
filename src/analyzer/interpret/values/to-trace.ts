/** States as the trace keeps them. */
import type { Quantity } from '../../../pipeline/quantity.ts';
import { memoryOf } from './memory.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Instance, NumberValue, ObjectValue, Value } from './value.ts';
import type { TraceValue } from '../../trace/values.ts';

/** The value of a value; the memory behind arrays and pointers. */
export function toTraceValue(run: Interpreter, value: Value, depth = 0): TraceValue {
  switch (value.kind) {
    case 'number':
      return numberValue(value);
    case 'object':
      return objectValue(value);
    case 'array':
      return arrayValue(run, value, depth);
    case 'pointer':
      return depth < 3 ? toTraceValue(run, value.cell.value, depth + 1) : { kind: 'unknown' };
    case 'function':
      return { kind: 'function', name: value.targets[0]?.name ?? '' };
    case 'instance':
      return instanceValue(value.instance);
    case 'string':
      return { kind: 'string', text: value.text };
    case 'unknown':
      return { kind: 'unknown', text: value.text, ...passesOf(value) };
    default:
      return value;
  }
}

/** An array of handles stands for its handles; an array of bytes for its memory. */
function arrayValue(run: Interpreter, value: Extract<Value, { kind: 'array' }>, depth: number): TraceValue {
  const element = value.store.rest.value;
  const [first] = value.store.at.values();
  const held = element.kind === 'unknown' && first ? first.value : element;
  if (held.kind === 'object' && depth < 3) return toTraceValue(run, held, depth + 1);
  return toTraceValue(run, memoryOf(run, value.store), depth);
}

function instanceValue(instance: Instance): TraceValue {
  const { className, id } = instance;
  if (!/^(hi_|acl)/.test(className)) return { kind: 'instance', className, id };
  const numbers = [...instance.fields].flatMap(([name, { value }]): [string, Quantity][] =>
    value.kind === 'number' ? [[name, value.quantity]] : [],
  );
  const names = [...instance.fields].flatMap(([name, { value }]): [string, string][] =>
    value.kind === 'constant' ? [[name, value.name]] : [],
  );
  return {
    kind: 'instance',
    className,
    id,
    numbers: Object.fromEntries(numbers),
    ...(names.length ? { names: Object.fromEntries(names) } : {}),
  };
}

/** How many passes have another one each. */
const passesOf = ({ index }: Pick<NumberValue, 'index'>): { passes?: Quantity } =>
  index && index.times !== 'forever' ? { passes: index.times } : {};

function numberValue({ quantity, known, origin, index }: NumberValue): TraceValue {
  return {
    kind: 'number',
    quantity,
    ...(known === undefined ? {} : { known }),
    ...passesOf({ index }),
    ...(origin ? { origin } : {}),
  };
}

function objectValue({ object, offset, offsetUnknown, cleared }: ObjectValue): TraceValue {
  return {
    kind: 'object',
    object,
    ...(offset ? { offset: offset.quantity } : {}),
    ...(offset?.known === undefined ? {} : { knownOffset: offset.known }),
    ...(offsetUnknown ? { offsetUnknown: true } : {}),
    ...(cleared ? { cleared } : {}),
  };
}
