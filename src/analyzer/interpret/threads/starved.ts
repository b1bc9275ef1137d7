/**
 * Threads that are followed before those which give them their work: a queue of functions says nothing of what its taker
 * does until something has been put in.
 */
import { oncePer } from '../../../base/once.ts';
import type { TypeName } from '../../syntax/ast.ts';
import type { FileFacts } from '../../syntax/facts.ts';
import type { Interpreter } from '../interpreter.ts';
import { isQueueContainer, lastTypeName } from '../names/types.ts';
import { attempted } from '../turns/attempt.ts';
import type { ArrayStore } from '../values/value.ts';
import type { PendingThread } from './pending.ts';

/** Notes that the thread at hand has taken work from where nobody has put any yet. */
export function noteTaken(run: Interpreter, { typeName, element, at, rest }: ArrayStore): void {
  if (at.size > 0 || rest.value.kind !== 'unknown' || !element || !isQueueContainer(typeName)) return;
  run.isStarved ||= holdsWork(run, element);
}

/** Follows the thread; false where it is to be followed once others have given it its work, and nothing has been done. */
export function isFed(run: Interpreter, { thread }: PendingThread, follow: () => void): boolean {
  run.isStarved = false;
  const fed = attempted(run, () => {
    follow();
    return run.isStarved ? undefined : true;
  });
  if (!fed) thread.body.length = 0;
  return fed !== undefined;
}

/** `std::function<void()>`, or a struct that has one. */
function holdsWork(run: Interpreter, written: TypeName): boolean {
  const type = run.symbols.resolveType(written);
  const fields = run.symbols.findClass(type.name)?.fields ?? [];
  return isWork(type) || fields.some((field) => isWork(run.symbols.resolveType(field.type)));
}

const WORK = 'function|packaged_task|move_only_function';

const isWork = (type: TypeName): boolean => new RegExp(`^(${WORK})$`).test(lastTypeName(type));

/** Whether there may be queues of functions at all. */
export const mayHoldWork = ({ facts }: Interpreter): boolean => [...facts.values()].some(namesWork);

const namesWork = oncePer(({ text }: FileFacts): boolean => new RegExp(`\\b(${WORK})\\s*<`).test(text));
