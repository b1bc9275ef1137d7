/** The offer of rules about what a loop does anew in every pass. */
import type { CallNode } from '../../../trace/nodes.ts';
import type { RuleContext } from '../../context.ts';
import { fix } from '../text/edits.ts';
import { hoist } from './hoist.ts';
import { keep } from '../kept/keep.ts';
import type { Offer } from '../refusals.ts';

/** The rule's message `hoist` is the title. */
export function hoistOffer(call: CallNode, context: RuleContext): Offer<'hoist' | 'keepAcrossCalls'> {
  const edits = hoist(call, context);
  if (edits === 'anotherFunction') return keepOffer(call, context);
  if (typeof edits === 'string') return edits;
  return [fix('hoist', edits, true, { call: call.name, name: call.creates?.name ?? call.name })];
}

/** Made where the loop first comes to it, and held by an owner from before the loop. */
function keepOffer(call: CallNode, context: RuleContext): Offer<'keepAcrossCalls'> {
  const edits = keep(call, context);
  if (typeof edits === 'string') return edits;
  return [fix('keepAcrossCalls', edits, true, { name: call.creates?.name ?? call.name })];
}
