/** Stretches in which a stream only captures what it is given. */
import type { CallNode } from '../../trace/nodes.ts';
import type { RuleContext } from '../context.ts';
import { oncePer } from '../../../base/once.ts';

export interface Capture {
  begin: CallNode;
  /** Undefined where it never ends. */
  end?: CallNode | undefined;
}

/** All captures, each from its beginning to the next end in the same thread. */
export const capturesOf = oncePer((context: RuleContext): readonly Capture[] => {
  const ends = context.named('aclmdlRICaptureEnd');
  return context.named('aclmdlRICaptureBegin').map((begin) => ({
    begin,
    end: ends.find((end) => end.thread === begin.thread && end.order > begin.order),
  }));
});

/** The capture that a call stands in. */
export function captureAround(call: CallNode, context: RuleContext): Capture | undefined {
  return capturesOf(context).find(
    ({ begin, end }) =>
      begin.thread === call.thread && call.order > begin.order && end !== undefined && call.order < end.order,
  );
}
