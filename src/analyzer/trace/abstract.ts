/** States as the trace keeps them. */
import type { Quantity } from '../../pipeline/quantity.ts';
import { memoryOf } from './memory.ts';
import type { Machine } from './machine.ts';
import type { Instance, NumberState, ObjectState, State } from './state.ts';
import type { AbstractValue } from './value.ts';

/** The value of a state; the memory behind arrays and pointers. */
export function abstractValue(machine: Machine, state: State, depth = 0): AbstractValue {
  switch (state.kind) {
    case 'number':
      return numberValue(state);
    case 'object':
      return objectValue(state);
    case 'array':
      return arrayValue(machine, state, depth);
    case 'pointer':
      return depth < 3 ? abstractValue(machine, state.cell.value, depth + 1) : { kind: 'unknown' };
    case 'function':
      return { kind: 'function', name: state.targets[0]?.name ?? '' };
    case 'instance':
      return instanceValue(state.instance);
    default:
      return state;
  }
}

/** An array of handles stands for its handles; an array of bytes for its memory. */
function arrayValue(
  machine: Machine,
  state: Extract<State, { kind: 'array' }>,
  depth: number,
): AbstractValue {
  const element = state.store.rest.value;
  const [first] = state.store.at.values();
  const held = element.kind === 'unknown' && first ? first.value : element;
  if (held.kind === 'object' && depth < 3) return abstractValue(machine, held, depth + 1);
  return abstractValue(machine, memoryOf(machine, state.store), depth);
}

function instanceValue(instance: Instance): AbstractValue {
  const { className, id } = instance;
  if (!/^(hi_|acl)/.test(className)) return { kind: 'instance', className, id };
  const numbers: Record<string, Quantity> = {};
  for (const [name, cell] of instance.fields)
    if (cell.value.kind === 'number') numbers[name] = cell.value.quantity;
  return { kind: 'instance', className, id, numbers };
}

function numberValue({ quantity, known, origin }: NumberState): AbstractValue {
  return {
    kind: 'number',
    quantity,
    ...(known === undefined ? {} : { known }),
    ...(origin ? { origin } : {}),
  };
}

function objectValue({ object, offset, offsetUnknown }: ObjectState): AbstractValue {
  return {
    kind: 'object',
    object,
    ...(offset ? { offset: offset.quantity } : {}),
    ...(offset?.known === undefined ? {} : { knownOffset: offset.known }),
    ...(offsetUnknown ? { offsetUnknown: true } : {}),
  };
}
