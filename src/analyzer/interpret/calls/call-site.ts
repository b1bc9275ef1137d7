/** Where a call stands. */
import type { SourceRange } from '../../../pipeline/source.ts';
import type { CallExpression } from '../../syntax/ast.ts';
import type { Frame } from '../names/frame.ts';
import type { Argument } from '../interpreter.ts';

export interface CallSite {
  expression: CallExpression;
  frame: Frame;
  /** The name at the call. */
  range: SourceRange;
  callRange: SourceRange;
  /** The arguments, once evaluated: that happens once a call, whoever asks first. */
  args?: Argument[];
}
