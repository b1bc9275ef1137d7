/** Follows what a thread did through what was read of it. */
import type { Instruction } from './automaton.ts';
import { namesOfCall } from '../../src/pipeline/step-calls.ts';
import { bindingsOf, difference, type Binding, type LetterStep } from './letters.ts';
import type { ValueOf } from './quantities.ts';
import type { RecordedCall } from './record.ts';
import { isHeld, startsOf, type Word } from './words.ts';

/** Objects of the run by the name that they were read under. */
export type Bindings = ReadonlyMap<string, number>;

export type Match = { agrees: true; bindings: Bindings } | Miss;

export interface Miss {
  agrees: false;
  /** The number of calls before the one that is not as read. */
  at: number;
  why: string;
}

/** A place in the automaton with the passes done of the counted loops around it, and what the names stand for. */
interface State {
  place: number;
  passes: readonly number[];
  bindings: Bindings;
}

/** Follows the whole word, or what is left of it behind its start-up; the nearest miss where nothing agrees. */
export function match(code: readonly Instruction[], word: Word, valueOf: ValueOf): Match {
  let nearest: Miss | undefined;
  for (const start of startsOf(word)) {
    const found = matchFrom(code, { ...word, calls: word.calls.slice(start) }, valueOf);
    if (found.agrees) return found;
    const at = found.at + start;
    // A start that takes no call at all is none.
    if (!nearest || (found.at > 0 && at > nearest.at)) nearest = { ...found, at };
  }
  return nearest ?? { agrees: false, at: 0, why: 'nothing ran' };
}

function matchFrom(code: readonly Instruction[], word: Word, valueOf: ValueOf): Match {
  const held = isHeld(word);
  let states = reach(code, [{ place: 0, passes: [], bindings: new Map() }]);
  for (const [at, call] of word.calls.entries()) {
    const taken = reach(
      code,
      states.flatMap((state) => take(code, state, call, valueOf)),
    );
    // What is held for good is no step of the thread, so memory may be passed over.
    const next = held(call) ? distinct([...taken, ...states]) : taken;
    if (next.length === 0) return { agrees: false, at, why: reasons(code, states, call, valueOf) };
    states = next;
  }
  const ends = states.find(({ place }) => code[place]?.kind === 'end');
  const any = ends ?? (word.ended ? undefined : states[0]);
  if (any) return { agrees: true, bindings: any.bindings };
  return {
    agrees: false,
    at: word.calls.length,
    why: `it ends here, where reading goes on with ${expected(code, states)}`,
  };
}

function take(code: readonly Instruction[], state: State, call: RecordedCall, valueOf: ValueOf): State[] {
  const instruction = code[state.place];
  if (instruction?.kind !== 'call' || difference(instruction.step, call, valueOf) !== undefined) return [];
  const bindings = bindAll(state.bindings, bindingsOf(instruction.step, call, valueOf));
  return typeof bindings === 'string' ? [] : [{ ...state, place: state.place + 1, bindings }];
}

/** The bindings with those added; in words, where a name stood for another object or the object for another name. */
function bindAll(bindings: Bindings, added: readonly Binding[]): Bindings | string {
  let all = bindings;
  for (const { name, object } of added) {
    const before = all.get(name);
    if (before === object) continue;
    if (before !== undefined) return `reads ${name} as one, ran on number ${object} after ${before}`;
    const kind = name.slice(0, name.indexOf(' '));
    const other = [...all].find(([known, one]) => one === object && known.startsWith(`${kind} `));
    if (other) return `reads ${name} beside ${other[0]}, ran on one and the same`;
    all = new Map([...all, [name, object]]);
  }
  return all;
}

/** All states that are reached without a call. */
function reach(code: readonly Instruction[], from: readonly State[]): State[] {
  const seen = new Set<string>();
  const calls: State[] = [];
  const open = [...from].reverse();
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const key = keyOf(state);
    if (seen.has(key)) continue;
    seen.add(key);
    const next = step(code, state);
    if (next) open.push(...next.reverse());
    else calls.push(state);
  }
  return calls;
}

/** Where a state goes by itself; undefined at a call and at the end. */
function step(code: readonly Instruction[], state: State): State[] | undefined {
  const instruction = code[state.place];
  const on = { ...state, place: state.place + 1 };
  switch (instruction?.kind) {
    case 'either':
      return [on, { ...state, place: instruction.other }];
    case 'jump':
      return [{ ...state, place: instruction.next }];
    case 'begin':
      return [{ ...on, passes: [...state.passes.slice(0, instruction.depth), 0] }];
    case 'again':
      return [pass(state, on, instruction)];
    default:
      return undefined;
  }
}

function pass(
  state: State,
  on: State,
  { depth, times, next }: Extract<Instruction, { kind: 'again' }>,
): State {
  const done = (state.passes[depth] ?? 0) + 1;
  const outer = state.passes.slice(0, depth);
  return done >= times ? { ...on, passes: outer } : { ...state, place: next, passes: [...outer, done] };
}

const keyOf = ({ place, passes }: State): string => `${place} ${passes.join(' ')}`;

function distinct(states: readonly State[]): State[] {
  return [...new Map(states.map((state) => [keyOf(state), state])).values()];
}

function stepsAt(code: readonly Instruction[], states: readonly State[]): LetterStep[] {
  return states.flatMap(({ place }) => {
    const instruction = code[place];
    return instruction?.kind === 'call' ? [instruction.step] : [];
  });
}

/** Why none of the states takes the call; steps of the same function first, as they are nearest. */
function reasons(
  code: readonly Instruction[],
  states: readonly State[],
  call: RecordedCall,
  valueOf: ValueOf,
): string {
  const near = states.flatMap((state) => {
    const instruction = code[state.place];
    if (instruction?.kind !== 'call' || !namesOfCall(instruction.step).includes(call.call)) return [];
    const bindings = bindAll(state.bindings, bindingsOf(instruction.step, call, valueOf));
    return [difference(instruction.step, call, valueOf) ?? (typeof bindings === 'string' ? bindings : '')];
  });
  return near.length > 0 ? [...new Set(near)].join('; ') : `reads ${expected(code, states)}`;
}

function expected(code: readonly Instruction[], states: readonly State[]): string {
  const names = stepsAt(code, states).map(
    (one) => `${namesOfCall(one).join('/')}${one.source ? ` (line ${one.source.line})` : ''}`,
  );
  return names.length > 0 ? [...new Set(names)].slice(0, 4).join(' or ') : 'nothing more';
}
