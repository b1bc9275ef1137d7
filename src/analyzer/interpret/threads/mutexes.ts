/** The mutexes of a program. */
import type { TraceObject } from '../../trace/values.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import type { Cell } from '../values/value.ts';

export class Mutexes {
  private readonly local = new Map<Cell, TraceObject>();
  private readonly shared = new Map<string, TraceObject>();

  /** The mutex of that name as the function at hand sees it: a local one of its own, or the program's. */
  named(run: Interpreter, name: string, frame: Frame): TraceObject {
    const plain = name.replace(/^(this->|&)/, '');
    const cell = plain.includes('>') ? undefined : frame.find(plain);
    const local = cell && this.local.get(cell);
    if (local) return local;
    const shared = this.shared.get(plain) ?? run.object('mutex', plain);
    this.shared.set(plain, shared);
    return shared;
  }

  /** A mutex that a function declares is another one for each thread that comes there. */
  declare(run: Interpreter, cell: Cell): void {
    const scope = run.thread.kind === 'thread' ? 'thread' : 'program';
    this.local.set(cell, run.object('mutex', cell.name, { scope }));
  }
}
