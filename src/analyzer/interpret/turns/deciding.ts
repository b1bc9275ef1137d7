/** The places that decide what a pass does, while a state machine is followed. */
import type { Expression } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { readPlaces } from '../statements/motion.ts';
import type { Cell } from '../values/value.ts';

export class Deciding {
  private readonly locals = new Map<string, Cell>();
  private readonly others = new Set<Cell>();

  /** Takes note of the places that an expression reads which something depends on. */
  note(run: Interpreter, expression: Expression, frame: Frame): void {
    for (const place of readPlaces(expression)) {
      const local = place.kind === 'name' ? frame.find(place.name) : undefined;
      // A local variable of what a pass calls is another one in each pass.
      if (local) this.locals.set(`${frame.name} ${local.name}`, local);
      else this.noteOther(run.parts.locate(place, frame));
    }
  }

  private noteOther(cell: Cell | undefined): void {
    if (cell) this.others.add(cell);
  }

  /** What they hold now. */
  state(): string {
    return JSON.stringify([...this.locals.values(), ...this.others].map(({ value }) => heldBy(value)));
  }
}

const COMPARING: ReadonlySet<string> = new Set(['==', '!=', '<', '>', '<=', '>=']);

/** Takes note of what a comparison, or a choice of two values, depends on. */
export function noteDeciding(run: Interpreter, expression: Expression, frame: Frame): void {
  if (expression.kind === 'conditional') run.deciding?.note(run, expression.condition, frame);
  else if (expression.kind === 'binary' && COMPARING.has(expression.operator))
    run.deciding?.note(run, expression, frame);
}

function heldBy(value: Cell['value']): string {
  switch (value.kind) {
    case 'number':
      return String(value.known);
    case 'function':
      return value.targets.map(({ name }) => name).join();
    case 'object':
      return value.object.id;
    default:
      return value.kind;
  }
}
