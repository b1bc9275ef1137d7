/** Values, cells and instances while the abstract execution runs. */
import type { Quantity } from '../../../pipeline/quantity.ts';
import type { Provenance, SourceRange } from '../../../pipeline/source.ts';
import type { ClassDeclaration, FunctionDeclaration, LambdaExpression, TypeName } from '../../syntax/ast.ts';
import type { LoopNode, TraceThread } from '../../trace/nodes.ts';
import type { ModeTest } from '../../trace/modes.ts';
import type { MemoryKind, TraceObject } from '../../trace/values.ts';
import { bindingsAround, type Frame } from '../names/frame.ts';
import type { Coroutine } from '../coroutines/coroutine.ts';
import type { Fill } from './fill.ts';
import type { Bindings } from '../names/template.ts';

/** A number: `quantity` as written over parameters, `known` its value with every parameter at its default. */
export interface NumberValue {
  kind: 'number';
  quantity: Quantity;
  known: number | undefined;
  /** Comes from constants only: a condition on it can be decided. */
  fixed: boolean;
  /** The same whenever the program comes here: where it runs, or how a call ended that is taken to go well; `work` of the device's. */
  settled?: true | 'work';
  /** The default of the mode of that name. */
  mode?: string;
  /** The answer to what asks for a mode: `known` at the mode's default. */
  test?: ModeTest;
  /** The enumerator that it is. */
  enumerator?: string;
  origin?: Provenance | undefined;
  /** The running index of a loop, or computed from one. */
  index?: LoopIndex | undefined;
  /** What comes round while a loop runs: `++n % 8`, `at = (at + 1) % 8`. */
  round?: Round;
  /** Of a comparison with such a number, in how many of the passes it holds. */
  share?: { quantity: Quantity; round: Round };
}

export interface Round {
  /** How many passes it takes. */
  length: NumberValue;
  /** The loop whose passes move it. */
  loop: LoopNode;
}

/** The passes of a loop, as the loop's variable sees them. */
export interface LoopIndex {
  /** Order number of the loop, for comparing. */
  loop: number;
  times: Quantity | 'forever';
}

export interface ObjectValue {
  kind: 'object';
  object: TraceObject;
  offset: NumberValue | undefined;
  offsetUnknown?: boolean;
  /** Its place has been set to null: what is read there is the object that it was. */
  cleared?: true;
}

export interface FunctionValue {
  kind: 'function';
  targets: FunctionTarget[];
  /** Only one of the targets is called: which one, run time decides. */
  oneOf?: true;
  /** What decides, where it is known. */
  pick?: Pick;
}

/** What picks one of several functions or objects: the mode of what is asked, and which choice of it means which. */
export interface Pick {
  mode: string;
  /** By place among the several the choice of the mode. */
  choices: readonly number[];
}

/** One function that may be called: a declared one or a lambda with the frame it was made in. */
export interface FunctionTarget {
  name: string;
  declaration?: FunctionDeclaration;
  lambda?: { expression: LambdaExpression; frame: Frame };
  self?: Instance | undefined;
  /** What its template's parameters stand for. */
  bindings?: Bindings | undefined;
  /** From std::bind or from a thread's arguments; undefined stands for a placeholder. */
  bound?: (Value | undefined)[];
  /** Calling it resumes this. */
  coroutine?: Coroutine;
}

export type Value =
  | NumberValue
  | ObjectValue
  | FunctionValue
  /** `textIn`: the address of the text in that place; `varying`: one of several texts, of which this is the first; `mode`: what run time may have put another in its place of. */
  | { kind: 'string'; text: string; varying?: true; mode?: string; textIn?: Cell }
  | { kind: 'null' }
  /** `mode`: the one that it is the default of. */
  | { kind: 'constant'; name: string; mode?: string }
  /** `found`: an element that a search came to, so that it is not the end. */
  | { kind: 'pointer'; cell: Cell; found?: true }
  | { kind: 'instance'; instance: Instance }
  | { kind: 'array'; store: ArrayStore }
  /**
   * `sizeOf`: the number of elements of a container, for comparisons that tell its capacity; `endOf`: its end; `asks`: as a
   * condition, whether a queue holds something; `beginOf`: its begin, of which the element is not known; `answers`: of a future, the promise that it waits for; `index`: each pass of
   * that loop has another.
   */
  | {
      kind: 'unknown';
      text: string;
      sizeOf?: ArrayStore;
      endOf?: ArrayStore;
      beginOf?: ArrayStore;
      asks?: Fill;
      answers?: Cell;
      textIn?: Cell;
      index?: LoopIndex | undefined;
    };

/** A place that holds a value. */
export interface Cell {
  readonly value: Value;
  readonly name: string;
  readonly type?: TypeName | undefined;
  readonly declared?: SourceRange | undefined;
  /** Last written from something that is not a constant. */
  readonly varying?: boolean;
  /** Given away, with `std::move` or a reference that is kept. */
  readonly moved?: boolean;
  /** Of an element that was added in loops: these. As many are like it as they have passes. */
  readonly putIn?: readonly LoopNode[];
  /** Of a parameter what it was given, which it stands for until it is written. */
  readonly copyOf?: Cell;
  /** Of an element of a map the key, where that is a name. */
  readonly key?: string;
  /** Of a local variable, the loops of whose passes each has another; left out where it is the same in all. */
  readonly anewIn?: readonly LoopNode[];
  /** Of a field, what is known of where its object is. */
  readonly memory?: 'member' | 'unknown';
  /** Of a member, the loops around where its object was made: each of their passes makes another. */
  readonly madeIn?: readonly LoopNode[] | undefined;
  /** Of a field of an element that is told apart from the others, the one that stands for those. */
  readonly like?: Cell;
  /** The thread that made it, or its object. */
  readonly madeBy?: TraceThread | undefined;
}

/** An object of a class of the workspace. */
export interface Instance {
  id: number;
  className: string;
  declaration: ClassDeclaration | undefined;
  readonly fields: ReadonlyMap<string, Cell>;
  /** Its making was not seen: what its fields start with is no ground for a decision. */
  readonly assumed?: boolean;
  /** `assumed`: one object for the whole run, of which class only run time says. */
  readonly single?: boolean;
  /** It is one of these: which one, run time decides. */
  readonly oneOf?: readonly Instance[];
  /** What decides, where it is known. */
  readonly pick?: Pick | undefined;
  /** Of an element that is told apart from the others, what stands for these: what all are given, it has too. */
  readonly like?: Instance;
  /** Given to a place in only some of the passes that made it. */
  readonly isSome?: boolean;
  /** Given by address to what is not followed: what its fields start with is a default. */
  readonly overwritten?: true;
  /** Set once the instance is found to be a queue between threads. */
  readonly queue?: TraceObject;
  /** What the parameters of its class's template, and of its bases', stand for. */
  readonly bindings?: Bindings | undefined;
  readonly createdAt?: SourceRange | undefined;
  /** The loops around where it was made. */
  readonly madeIn?: readonly LoopNode[] | undefined;
  /** The thread that made it. */
  readonly madeBy?: TraceThread | undefined;
}

/** An array or container: elements at constant places, one cell for all the others. */
export interface ArrayStore {
  readonly name: string;
  readonly typeName: string;
  readonly element: TypeName | undefined;
  readonly at: ReadonlyMap<number, Cell>;
  readonly rest: Cell;
  /** Number of elements, where known. */
  readonly size: NumberValue | undefined;
  readonly memory: MemoryKind;
  readonly bytes: NumberValue | undefined;
  readonly declared?: SourceRange | undefined;
  /** The memory as an object, once someone asks for its address. */
  readonly object?: TraceObject;
  /** Container between threads, once seen as a queue. */
  readonly queue?: TraceObject;
  readonly capacity?: Quantity;
  /** The function that asked whether it holds one item. */
  readonly oneAskedIn?: string;
  /** Of a container in an element that is told apart from the others, the one that stands for theirs. */
  readonly like?: ArrayStore;
  /** What is in it, first to last, while passes that fill and empty it are followed one by one. */
  readonly held?: readonly Value[] | undefined;
  /** How many there were once a loop had put in each of them, until one is taken out. */
  readonly filled?: number | undefined;
  /** Something may have been put into it: it was given away, assigned, or a method that may do so was called. */
  readonly touched?: true;
  /** Grew in a loop: its size is that loop's passes. */
  readonly growing?: boolean;
  /** The loops around where it was made: each of their passes makes another. */
  readonly madeIn?: readonly LoopNode[] | undefined;
  /** Of a map that a loop fills under a running index: its key, as that index has it. */
  readonly keyed?: NumberValue;
  /** What it is an element of, where it stands for all of them. */
  readonly among?: ArrayStore;
}

let instances = 0;

export function newInstance(
  className: string,
  declaration: ClassDeclaration | undefined,
  more: Partial<Instance> = {},
): Instance {
  return { id: ++instances, className, declaration, fields: new Map(), ...more };
}

export function unknown(text = ''): Extract<Value, { kind: 'unknown' }> {
  return { kind: 'unknown', text };
}

/** A part of what is not known: where each pass has another of the whole, it has another of the part. */
export const unknownPart = (whole: Value, text: string): Value =>
  whole.kind === 'unknown' && whole.index ? { ...unknown(text), index: whole.index } : unknown(text);

export function literal(value: number): NumberValue {
  return { kind: 'number', quantity: value, known: value, fixed: true };
}

/** What a call gives that ends well, and what is found out about it. */
export function settledLiteral(value: number, settled: NumberValue['settled'] = true): NumberValue {
  return { ...literal(value), settled };
}

export function newCell(name: string, value: Value, type?: TypeName, declared?: SourceRange): Cell {
  return { name, value, type, declared };
}

/** What calling or running a value would do: the functions, or the class and the classes of what it holds. */
export function dynamicTarget(value: Value): string {
  if (value.kind === 'function') return value.targets.map(targetName).join();
  if (value.kind === 'pointer') return dynamicTarget(value.cell.value);
  if (value.kind === 'array') return partTargets(value.store);
  if (value.kind !== 'instance') return '';
  const varied = [...value.instance.fields.values()].map((cell) => courseName(cell.value)).filter(Boolean);
  return `${value.instance.className}(${varied.join()})`;
}

/** A pair or a tuple by the functions in it. */
function partTargets({ name, at }: ArrayStore): string {
  if (name !== PARTS) return '';
  return [...at.values()]
    .flatMap(({ value }) => (value.kind === 'function' ? dynamicTarget(value) : []))
    .join();
}

/** The name of a store that holds what braces hold, or a pair's parts: none that a variable may have. */
export const PARTS = '{…}';

/** The part of a pair that `first` or `second` names. */
export function partCell(value: Value, name: string): Cell | undefined {
  if (value.kind !== 'array' || value.store.name !== PARTS || !/^(first|second)$/.test(name))
    return undefined;
  return value.store.at.get(name === 'first' ? 0 : 1);
}

export const partNamed = (value: Value, name: string): Value | undefined => partCell(value, name)?.value;

/** Lambdas are told apart by where they stand, also on one line, and what a template makes by its arguments. */
function targetName({ name, lambda, bindings }: FunctionTarget): string {
  const made = [...(bindings?.values() ?? []), ...(lambda ? bindingsAround(lambda.frame) : [])];
  const types = made.map(({ type }) => type.name).join();
  return `${name}${lambda ? `:${lambda.expression.start}` : ''}${types && `<${types}>`}`;
}

function courseName(value: Value): string {
  if (value.kind === 'pointer')
    return value.cell.value.kind === 'pointer' ? '' : courseName(value.cell.value);
  if (value.kind === 'instance') return value.instance.className;
  return value.kind === 'function' ? value.targets.map(targetName).join() : '';
}

/** What `->` leads to: of an array of objects, which stands for the address of its first, that one. */
export function arrowed(value: Value, isArrow: boolean | undefined): Value {
  const through = pointee(value);
  if (!isArrow || value.kind !== 'array' || value.store.typeName !== '') return through;
  const { at, rest } = value.store;
  const element = pointee(rest.value.kind === 'unknown' ? (at.get(0)?.value ?? rest.value) : rest.value);
  return element.kind === 'instance' ? element : through;
}

/** Whether a search came to an element. */
export const isFound = (value: Value): boolean => value.kind === 'pointer' && value.found === true;

/** What a pointer leads to; anything else is itself. */
export function pointee(value: Value): Value {
  let current = value;
  for (let steps = 0; current.kind === 'pointer' && steps < 4; steps++) current = current.cell.value;
  return current;
}
