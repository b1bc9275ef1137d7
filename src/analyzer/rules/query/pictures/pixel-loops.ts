/** Which loops over elements, written by hand, go over the pixels of a picture. */
import { oncePer } from '../../../../base/once.ts';
import type { LoopNode, TraceNode } from '../../../trace/nodes.ts';
import { anyNode, elementPasses, FEW_PASSES } from '../../../trace/nodes.ts';
import type { TraceObject } from '../../../trace/values.ts';
import type { RuleContext } from '../../context.ts';
import { argument, mayBeToDevice, sourceOf } from '../copies.ts';
import { passesOf } from '../loops.ts';
import { quantityOf } from '../quantities.ts';

/** Words of a loop that is about pictures, and not about text or numbers. */
const PIXELS =
  /img|image|pixel|\bmat\b|frame|rgb|bgr|yuv|height|width|rows|cols|channel|mean|255|127\.5|\b[hwc]\b/i;

/** What a loop says whose end is that of a picture, and what only the values of pixels are divided by or told from. */
const SIZE_OF_PICTURE = /img|image|pixel|height|width|rows|cols|\b[hwc]\b/i;
const VALUE_OF_PIXEL = /\b255|127\.5/;

/** The most that goes to the device for one pass over a picture's pixels, several pictures in one copy included. */
const BYTES_A_PASS = 1024;

/** The outermost of loops that go over pixels: so many that they may be those of what goes to the device. */
export function isPixelLoop(node: LoopNode, context: RuleContext): boolean {
  if (!node.isElementLoop || node.isFrameLoop || node.loops.some((outer) => outer.isElementLoop))
    return false;
  if (!PIXELS.test(textOf(node, context))) return false;
  const passes = elementPasses(node, (loop) => passesOf(loop, context) ?? Infinity);
  if (passes < Infinity) return passes > FEW_PASSES && passes >= leastPasses(context);
  return isBoundBySize(node) || VALUE_OF_PIXEL.test(textOf(node, context)) || goesOverPicture(node, context);
}

const textOf = (node: LoopNode, context: RuleContext): string =>
  context.text(node.statement.file).slice(node.statement);

/** What stands behind the comparison, as the name of what counts says nothing. */
const isBoundBySize = (node: LoopNode): boolean =>
  SIZE_OF_PICTURE.test(node.condition.slice(node.condition.search(/[<!]/) + 1)) ||
  node.body.some((one) => one.kind === 'loop' && isBoundBySize(one));

/** It reads or writes a picture of OpenCV, or memory that is copied to the device and not small beside the largest such copy. */
function goesOverPicture(node: LoopNode, context: RuleContext): boolean {
  const isPicture = (object: TraceObject): boolean =>
    object.memory === 'mat' || (copiedToDevice(context).has(object) && isLarge(object, context));
  return anyNode(node.body, (inner: TraceNode) => inner.kind === 'access' && isPicture(inner.object));
}

function isLarge({ bytes }: TraceObject, context: RuleContext): boolean {
  const known = context.fixed(bytes);
  return known === undefined || known > Math.max(FEW_PASSES, leastPasses(context));
}

const copiedToDevice = oncePer((context: RuleContext): ReadonlySet<TraceObject> => {
  const sources = context.withRole('copy').filter(mayBeToDevice).map(sourceOf);
  return new Set(sources.filter((source) => source !== undefined));
});

/** Fewer passes than this are beside the largest copy to the device, and not over what it takes. */
const leastPasses = oncePer((context: RuleContext): number => {
  const copies = context.withRole('copy').filter(mayBeToDevice);
  const sizes = copies.map((copy) => context.number(quantityOf(argument(copy, copy.row.bytes)?.value)) ?? 0);
  return Math.max(0, ...sizes) / BYTES_A_PASS;
});
