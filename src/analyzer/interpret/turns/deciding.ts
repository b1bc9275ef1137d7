/** The places that decide what a pass does, while a state machine is followed. */
import type { Expression } from '../../syntax/ast.ts';
import type { CallNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { visitExpression } from '../../syntax/visit.ts';
import { readPlaces } from '../statements/motion.ts';
import { literal, pointee, type Cell, type Instance } from '../values/value.ts';
import { farBySteps, farCompared, farCounter, isFarAway, type Far } from './far.ts';

type Thing = TraceObject | Instance;
type NameOf = (thing: Thing) => string;

const nameOfThing: NameOf = ({ id }) => String(id);

export class Deciding {
  private readonly locals = new Map<string, Cell>();
  private readonly others = new Set<Cell>();
  /** Those that the last pass has asked. */
  private asked = new Set<Cell>();
  private before = new Set<Cell>();
  /** Whether it has asked others than the pass before. */
  asksOthers = false;
  /** What it counts by that only many passes come to. */
  far: Far | undefined;
  /** Whether work that a pass asks about is done. */
  isReady = true;
  /** The calls by which the last pass has asked whether work is done. */
  questions: CallNode[] = [];
  /** What each held when it was first asked. */
  private readonly begun = new Map<Cell, string>();
  /** What is compared with a number that it is far from: what it held first, and last, and in which pass, if in one alone. */
  private readonly counted = new Map<Cell, { first: number; last: number; pass?: number | undefined }>();
  /** How many there have been. */
  private pass = 0;
  /** How many things there were before. */
  private readonly made: number;

  constructor(private readonly run: Interpreter) {
    this.made = run.objects.length;
  }

  /** Takes note of the places that an expression reads which something depends on. */
  note(run: Interpreter, expression: Expression, frame: Frame): void {
    if (expression.kind === 'binary' && /^(&&|\|\|)$/.test(expression.operator)) {
      for (const side of [expression.left, expression.right]) this.note(run, side, frame);
      return;
    }
    this.noteAsked(run, expression, frame);
  }

  private noteAsked(run: Interpreter, expression: Expression, frame: Frame): void {
    if (this.isFar(run, expression, frame)) return;
    for (const place of [...readPlaces(expression), ...elementsIn(expression)]) {
      const local = place.kind === 'name' ? frame.find(place.name) : undefined;
      // A local variable of what a pass calls is another one in each pass.
      const cell = local ?? run.parts.locate(place, frame);
      // What it counts by is no state, also when it comes near to its end.
      if (!cell || cell === this.far?.cell) continue;
      this.noteHeld(cell);
      if (!local && asksWhich(expression)) beginAtFirst(run, cell);
      if (local) this.locals.set(`${frame.name} ${local.name}`, local);
      else this.others.add(cell);
      // A state that is handed in is that of the place which it comes from.
      if (local?.copyOf && place === expression) this.others.add(local.copyOf);
    }
  }

  private noteHeld(cell: Cell): void {
    this.asked.add(cell);
    if (!this.begun.has(cell)) this.begun.set(cell, told([cell], nameOfThing));
  }

  private isFar(run: Interpreter, expression: Expression, frame: Frame): boolean {
    const far = farCounter(run, expression, frame);
    this.far ??= far;
    return far !== undefined || this.countsUp(run, expression, frame) || isFarAway(run, expression, frame);
  }

  /** `frames == 1000` of what passes count elsewhere: it goes by ones, and is told once it has moved. */
  private countsUp(run: Interpreter, expression: Expression, frame: Frame): boolean {
    const one = farCompared(run, expression, frame);
    if (!one || this.has(one.cell)) return false;
    const { cell, from } = one;
    const { first, last, pass } = this.counted.get(cell) ?? { first: from, last: from, pass: this.pass };
    this.counted.set(cell, { first, last: from, pass: pass === this.pass ? pass : undefined });
    if (Math.abs(from - last) > 1) return false;
    if (from !== last) this.far ??= farBySteps(one, first, last);
    return true;
  }

  /** Whether it is open yet if what is far from a number moves towards it: but one pass has asked for it. */
  get mayCount(): boolean {
    return !this.far && [...this.counted.values()].some(({ pass }) => pass !== undefined);
  }

  /** Whether the passes have moved what an expression asks. */
  hasMoved(expression: Expression, frame: Frame): boolean {
    return readPlaces(expression).some((place) => {
      const cell = this.run.parts.locate(place, frame);
      const begun = cell && (this.begun.get(cell) ?? this.counted.get(cell)?.first);
      return cell !== undefined && begun !== undefined && String(begun) !== told([cell], nameOfThing);
    });
  }

  /** Whether the work is done that a call asks about. */
  isDone(question: CallNode): boolean {
    this.questions.push(question);
    return this.isReady;
  }

  /** What each of the places holds now. */
  held(): ReadonlyMap<Cell, string> {
    const places = [...this.locals.values(), ...this.others];
    return new Map(places.map((cell) => [cell, told([cell], nameOfThing)]));
  }

  /** Whether something depends on a place. */
  has(cell: Cell): boolean {
    return this.others.has(cell) || [...this.locals.values()].includes(cell);
  }

  /** What they hold now. */
  state(): string {
    return told([...this.locals.values(), ...this.others], nameOfThing);
  }

  /** What those hold that the pass at its end has asked, whichever things the passes have made anew. */
  passEnds(): string {
    const asked = this.asked;
    this.pass++;
    this.asked = new Set();
    this.asksOthers = [...asked].some((cell) => this.others.has(cell) && !this.before.has(cell));
    this.before = asked;
    const anew = new Set<Thing>(this.run.objects.slice(this.made));
    const names = new Map<Thing, string>();
    const places = [...asked].map(({ name }) => name).join();
    const held = told(asked, (thing) => {
      const name = names.get(thing) ?? (anew.has(thing) ? `anew ${names.size}` : nameOfThing(thing));
      names.set(thing, name);
      return name;
    });
    return `${places} ${held}`;
  }
}

/** `state[i]` of what reads it. */
function elementsIn(expression: Expression): Expression[] {
  const found: Expression[] = [];
  visitExpression(expression, (one) => {
    if (one.kind === 'index') found.push(one);
  });
  return found;
}

/** `switch (state)`, `state == Fill`. */
const asksWhich = (expression: Expression): boolean =>
  expression.kind === 'name' ||
  expression.kind === 'member' ||
  expression.kind === 'index' ||
  (expression.kind === 'binary' && expression.operator === '==');

/** What nothing has set begins with its first state, as all that is static does, or cleared when it is made. */
function beginAtFirst(run: Interpreter, cell: Cell): void {
  if (cell.value.kind === 'unknown' && cell.type?.pointers === 0) run.store.assign(cell, literal(0));
}

const told = (cells: Iterable<Cell>, nameOf: NameOf): string =>
  JSON.stringify([...cells].map(({ value }) => heldBy(value, nameOf)));

const COMPARING: ReadonlySet<string> = new Set(['==', '!=', '<', '>', '<=', '>=']);

/** Takes note of what a comparison, or a choice of two values, depends on. */
export function noteDeciding(run: Interpreter, expression: Expression, frame: Frame): void {
  if (expression.kind === 'conditional') run.deciding?.note(run, expression.condition, frame);
  else if (expression.kind === 'binary' && COMPARING.has(expression.operator))
    run.deciding?.note(run, expression, frame);
}

function heldBy(value: Cell['value'], nameOf: NameOf): string {
  switch (value.kind) {
    case 'number':
      return String(value.known);
    case 'function':
      return value.targets.map(({ name }) => name).join();
    case 'object':
      return nameOf(value.object);
    case 'pointer':
      return heldBy(pointee(value), nameOf);
    case 'instance':
      return nameOf(value.instance);
    default:
      return value.kind;
  }
}
