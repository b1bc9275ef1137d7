/** What is to be followed once the program's own course has been. */
import type { Quantity } from '../../../pipeline/quantity.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import type { ModeTest } from '../../trace/modes.ts';
import type { TraceThread } from '../../trace/nodes.ts';
import type { Argument } from '../interpreter.ts';
import type { Taken } from './stored.ts';
import type { Cell, FunctionTarget } from '../values/value.ts';

/** A thread or callback that is to be executed once the program's own course has been followed. */
export interface PendingThread {
  thread: TraceThread;
  target: FunctionTarget;
  args: Argument[];
  /** Where its arguments will be found, of a callback whose submissions are still to be seen. */
  given?: readonly Cell[] | undefined;
  /** It is followed last: what it does is what others give it. */
  isPutOff?: true;
  loop?: 'callback' | 'handler' | 'pool';
  times?: Quantity | 'forever';
  /** The modes in which it is started. */
  when: readonly ModeTest[];
}

/** A function that was given away, to be called when its taker sees fit. */
export interface EscapedFunction {
  target: FunctionTarget;
  /** Who took it, and where. */
  taker: string;
  site: SourceRange;
  /** The class that keeps it, where it was registered before `main` began: it calls it only where it is used itself. */
  keeper?: string | undefined;
  /** The parameter of the program's function that took it, where that is known. */
  taken?: Taken | undefined;
}
