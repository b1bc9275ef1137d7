/** What places hold in modes other than the one that the program's course is in. */
import { heldWhere, type ModeTest } from '../../trace/modes.ts';
import type { Store } from './store.ts';
import type { Cell, Value } from './value.ts';

export interface ValueBeside {
  test: ModeTest;
  value: Value;
}

export class Beside {
  /** By place, with what the course has left there: what it has changed since is the same in all modes. */
  private readonly values = new Map<Cell, (ValueBeside & { course: Value })[]>();

  get isEmpty(): boolean {
    return this.values.size === 0;
  }

  /** Notes what a place holds where the test holds. */
  note(cell: Cell, { test, value }: ValueBeside): void {
    const known = (this.values.get(cell) ?? []).filter(({ course }) => course === cell.value);
    this.values.set(cell, [...known, { test, value, course: cell.value }]);
  }

  /** What a place holds in another mode, where it is another value. */
  in(cell: Cell | undefined): ValueBeside | undefined {
    const known = cell && this.values.get(cell);
    return known?.findLast(({ course }) => course === cell?.value);
  }

  /** Puts into all places what they hold where the test holds. */
  restore(store: Store, test: ModeTest): void {
    for (const [cell, values] of this.values)
      for (const { test: asked, value, course } of values)
        if (course === cell.value && heldWhere([test], asked)) store.assign(cell, value);
  }
}
