/** Which of the two processes that a `fork()` leaves is being followed. */
import type { Expression } from '../../syntax/ast.ts';
import type { TraceThread } from '../../trace/nodes.ts';

export class Forks {
  /** Calls that are followed ahead of their time, to see how a process goes on. */
  readonly tried = new Set<Expression>();
  private readonly children = new Map<TraceThread, ReadonlySet<Expression>>();

  isChild(thread: TraceThread, call: Expression): boolean {
    return this.children.get(thread)?.has(call) === true;
  }

  /** Whether it is a child, or is looked at as one of the two. */
  isOneOfTwo(thread: TraceThread): boolean {
    return this.tried.size > 0 || this.children.has(thread);
  }

  /** From here on the thread is what the call has made. */
  noteChild(thread: TraceThread, call: Expression): void {
    this.children.set(thread, new Set([...(this.children.get(thread) ?? []), call]));
  }

  /** Does `work` as one of the two processes. */
  asIf(thread: TraceThread, call: Expression, side: 'child' | 'parent', work: () => void): void {
    const before = this.children.get(thread);
    this.tried.add(call);
    if (side === 'child') this.noteChild(thread, call);
    work();
    this.tried.delete(call);
    if (before) this.children.set(thread, before);
    else this.children.delete(thread);
  }
}
