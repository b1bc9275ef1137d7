/** The places that decide what a pass does, while a state machine is followed. */
import type { Expression } from '../../syntax/ast.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { readPlaces } from '../statements/motion.ts';
import type { Cell } from '../values/value.ts';

export class Deciding {
  private readonly locals = new Map<string, Cell>();
  private readonly others = new Set<Cell>();
  /** Those that the last pass has asked. */
  private asked = new Set<Cell>();
  /** How many things there were before. */
  private readonly made: number;

  constructor(private readonly run: Interpreter) {
    this.made = run.objects.length;
  }

  /** Takes note of the places that an expression reads which something depends on. */
  note(run: Interpreter, expression: Expression, frame: Frame): void {
    for (const place of readPlaces(expression)) {
      const local = place.kind === 'name' ? frame.find(place.name) : undefined;
      // A local variable of what a pass calls is another one in each pass.
      const cell = local ?? run.parts.locate(place, frame);
      if (cell) this.asked.add(cell);
      if (local) this.locals.set(`${frame.name} ${local.name}`, local);
      else if (cell) this.others.add(cell);
    }
  }

  /** Whether something depends on a place. */
  has(cell: Cell): boolean {
    return this.others.has(cell) || [...this.locals.values()].includes(cell);
  }

  /** What they hold now. */
  state(): string {
    return told([...this.locals.values(), ...this.others], ({ id }) => id);
  }

  /** What those hold that the pass at its end has asked, whichever things the passes have made anew. */
  passEnds(): string {
    const asked = this.asked;
    this.asked = new Set();
    const anew = new Set(this.run.objects.slice(this.made));
    const names = new Map<TraceObject, string>();
    const places = [...asked].map(({ name }) => name).join();
    const held = told(asked, (object) => {
      const name = names.get(object) ?? (anew.has(object) ? `${object.kind} anew ${names.size}` : object.id);
      names.set(object, name);
      return name;
    });
    return `${places} ${held}`;
  }
}

const told = (cells: Iterable<Cell>, nameOf: (object: TraceObject) => string): string =>
  JSON.stringify([...cells].map(({ value }) => heldBy(value, nameOf)));

const COMPARING: ReadonlySet<string> = new Set(['==', '!=', '<', '>', '<=', '>=']);

/** Takes note of what a comparison, or a choice of two values, depends on. */
export function noteDeciding(run: Interpreter, expression: Expression, frame: Frame): void {
  if (expression.kind === 'conditional') run.deciding?.note(run, expression.condition, frame);
  else if (expression.kind === 'binary' && COMPARING.has(expression.operator))
    run.deciding?.note(run, expression, frame);
}

function heldBy(value: Cell['value'], nameOf: (object: TraceObject) => string): string {
  switch (value.kind) {
    case 'number':
      return String(value.known);
    case 'function':
      return value.targets.map(({ name }) => name).join();
    case 'object':
      return nameOf(value.object);
    default:
      return value.kind;
  }
}
