/**
 * What the program's places hold while it is interpreted. Every change of a cell, an array, an object or a thing that the
 * program made goes through here, so that a side of a branch can be tried and taken back whole.
 */
import type { Cell, Value } from './value.ts';

/** One change, and how to take it back or make it again. */
interface Change {
  undo: () => void;
  redo: () => void;
  /** The cell whose value was written, where it was one. */
  cell?: Cell;
  /** Whether the place was there before. */
  isNew: boolean;
}

/** What a tried side changed, taken back and kept for later. */
export class Changes {
  constructor(private readonly made: readonly Change[]) {}

  /** The cells that were written, with their last values. */
  readonly written = new Map<Cell, Value>();

  /** Makes all changes again. */
  redo(store: Store): void {
    for (const change of this.made) store.apply(change);
  }

  /** Makes only those again that put something where nothing was. */
  redoAdditions(store: Store): void {
    for (const change of this.made) if (change.isNew) store.apply(change);
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export class Store {
  private log: Change[] | undefined;
  /** How to take the elements away again that were first asked for during an attempt. */
  private asked: (() => void)[] | undefined;

  /**
   * Writes a cell. A null never takes the place of a thing: programs clear handles at their end, where all is over. What
   * the runtime made is noted as cleared, as nobody ends it through there any more.
   */
  write(cell: Cell, value: Value): void {
    if (value.kind !== 'null' || !isThing(cell.value)) this.assign(cell, value);
    else if (cell.value.kind === 'object') this.assign(cell, { ...cell.value, cleared: true });
  }

  /** Gives a cell a value, whatever it held. */
  assign(cell: Cell, value: Value): void {
    const place: Mutable<Cell> = cell;
    const before = cell.value;
    this.apply({
      redo: () => (place.value = value),
      undo: () => (place.value = before),
      isNew: false,
      cell,
    });
  }

  /** Sets what is noted of a cell, an array, an object or a thing; values are assigned. */
  set<T extends object, K extends Exclude<keyof T, 'value'>>(target: T, key: K, value: T[K]): void {
    const place: Mutable<T> = target;
    const before = target[key];
    if (before === value) return;
    this.apply({
      redo: () => (place[key] = value),
      undo: () => (place[key] = before),
      isNew: before === undefined,
    });
  }

  /** Puts an entry into a map. */
  put<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): void {
    const place = map as Map<K, V>;
    const isNew = !map.has(key);
    const before = map.get(key) as V;
    this.apply({
      redo: () => void place.set(key, value),
      undo: () => (isNew ? void place.delete(key) : void place.set(key, before)),
      isNew,
    });
  }

  /** A place that was there all along and is asked for the first time: it stays, whichever side asks. */
  materialize<K>(places: ReadonlyMap<K, Cell>, key: K, cell: Cell): Cell {
    (places as Map<K, Cell>).set(key, cell);
    return cell;
  }

  /** The same of an element that starts as all others are now: an attempt that comes to nothing has not asked for it. */
  element(places: ReadonlyMap<number, Cell>, at: number, cell: Cell): Cell {
    this.asked?.push(() => void (places as Map<number, Cell>).delete(at));
    return this.materialize(places, at, cell);
  }

  /** Notes what was so all along and is only found out now: no side that asks first takes it back. */
  discover<T extends object>(target: T, found: Partial<T>): void {
    Object.assign(target, found);
  }

  /** Works out what a place that was there all along started with: whichever side asks, that stays. */
  initially<T>(work: () => T): T {
    const { log } = this;
    this.log = undefined;
    try {
      return work();
    } finally {
      this.log = log;
    }
  }

  /** Adds to a list. */
  append<T>(list: readonly T[], value: T): void {
    const place = list as T[];
    this.apply({ redo: () => void place.push(value), undo: () => void place.pop(), isNew: true });
  }

  /** Makes a change; it is noted where it may be taken back. */
  apply(change: Change): void {
    change.redo();
    this.log?.push(change);
  }

  /** Runs `work` and takes back all that it changed; the changes are given out. */
  tentatively(work: () => void): Changes {
    const outer = this.log;
    const log: Change[] = [];
    this.log = log;
    try {
      work();
    } finally {
      this.log = outer;
    }
    const changes = new Changes(log);
    for (const { cell } of log) if (cell) changes.written.set(cell, cell.value);
    for (const change of log.toReversed()) change.undo();
    return changes;
  }

  /** As `tentatively`; `forget` takes away even the elements that were first asked for then. */
  attempt(work: () => void): { changes: Changes; forget: () => void } {
    const outer = this.asked;
    const asked: (() => void)[] = [];
    this.asked = asked;
    try {
      const changes = this.tentatively(work);
      return { changes, forget: () => asked.forEach((takeAway) => takeAway()) };
    } finally {
      this.asked = outer;
      outer?.push(...asked);
    }
  }
}

/** Whether a value is a thing that was made, and not null or a number. */
export function isThing(value: Value): boolean {
  return (
    value.kind === 'object' ||
    value.kind === 'instance' ||
    value.kind === 'array' ||
    value.kind === 'function'
  );
}
