/** What a condition asks of a queue: `!q.empty()`, `q.size() > 0`, `none == false` of what was asked before, `q.size() >= 8`. */
import { mirrored } from '../../syntax/comparisons.ts';
import type { ArrayStore, Value } from './value.ts';

/** That it holds something, or nothing; that there is room in it, or that it is full. */
export type Fill = 'item' | 'none' | 'room' | 'full';

/** Whether items are put into a container to be taken out again, elsewhere or later. */
export const isTakenFrom = ({ typeName }: ArrayStore): boolean => /(^|:)(queue|deque|list)$/.test(typeName);

/** What a value asks as a condition. */
export function fillAsked(value: Value): Fill | undefined {
  if (value.kind !== 'unknown') return undefined;
  return value.asks ?? (value.sizeOf && isTakenFrom(value.sizeOf) ? 'item' : undefined);
}

const OPPOSITE: Record<Fill, Fill> = { item: 'none', none: 'item', room: 'full', full: 'room' };

export function notFill(value: Value): Fill | undefined {
  const fill = fillAsked(value);
  return fill && OPPOSITE[fill];
}

/** A value that asks so. */
export const asking = (value: Extract<Value, { kind: 'unknown' }>, asks: Fill | undefined): Value =>
  asks ? { ...value, asks } : value;

/** What an operator on such values asks. */
export function fillBy(operator: string, left: Value, right: Value): Fill | undefined {
  if (operator === '&&' || operator === '||') return joined(fillAsked(left), fillAsked(right));
  return compared(operator, left, right) ?? compared(mirrored(operator), right, left);
}

/** `!stop && q.empty()`: what one side asks, where the other one asks nothing else. */
function joined(left: Fill | undefined, right: Fill | undefined): Fill | undefined {
  return (left ?? right) === (right ?? left) ? (left ?? right) : undefined;
}

function compared(operator: string, asked: Value, by: Value): Fill | undefined {
  const fill = fillAsked(asked);
  if (!fill || asked.kind !== 'unknown') return undefined;
  if (asked.asks === undefined) return ofSize(operator, by);
  const isEqual = operator === '==' ? true : operator === '!=' ? false : undefined;
  if (isEqual === undefined || by.kind !== 'number' || !by.fixed || by.known === undefined) return undefined;
  return (by.known !== 0) === isEqual ? fill : OPPOSITE[fill];
}

/** From how many on a size is enough: from 1 on there is an item, and a larger number leaves no room. */
function ofSize(operator: string, by: Value): Fill | undefined {
  if (!/^([<>]=?|[!=]=)$/.test(operator)) return undefined;
  const limit = by.kind === 'number' && by.fixed ? (by.known ?? Infinity) : Infinity;
  const isMore = /^(>=?|!=)$/.test(operator);
  if (/^[!=]=$/.test(operator) && limit !== 0) return isMore ? 'room' : 'full';
  const least = limit + Number(!/^(>=|<)$/.test(operator));
  if (least < 1) return undefined;
  const fill = least === 1 ? 'item' : 'full';
  return isMore ? fill : OPPOSITE[fill];
}
