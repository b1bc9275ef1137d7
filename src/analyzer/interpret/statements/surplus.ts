/** What a full queue has no room for: the oldest items are dropped, and nobody works on them. */
import type { LoopStatement, Statement } from '../../syntax/ast.ts';
import { callsAny, hasEffect } from '../effects.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { fillAsked, type Fill } from '../values/fill.ts';
import { leaves } from './conditions.ts';
import { quietly } from './positions.ts';
import { waitsForThreads } from './thread-waits.ts';

/** `if (q.size() == N) q.pop_front();`: what is done where a queue is full takes items from it, and does no more. */
export const dropsItems = (run: Interpreter, asks: Fill, side: readonly Statement[], frame: Frame): boolean =>
  asks === 'full' &&
  !leaves(side) &&
  callsAny(run, side, TAKING) &&
  !waitsForThreads(run, side, frame) &&
  !hasEffect(run, side);

const TAKING = new Set(['pop', 'pop_front', 'pop_back', 'erase', 'clear']);

/** `while (q.size() >= N) q.pop_front();` */
export function dropsSurplus(run: Interpreter, { condition, body }: LoopStatement, frame: Frame): boolean {
  if (!condition || !callsAny(run, body, TAKING)) return false;
  const asks = fillAsked(quietly(run, condition, frame));
  return asks !== undefined && dropsItems(run, asks, body, frame);
}
