/** Passes that need what the pass before has computed: there is nothing to overlap them with, and nothing to gather. */
import type { LoopNode, TraceNode } from '../../trace/nodes.ts';
import { frameLoop } from '../context.ts';

/** Whether no pass can begin before the host has the last one's result. */
export const needsLastResult = (node: TraceNode): boolean => frameLoop(node)?.carries === 'host';

/** Whether passes come one after the other, also where what one needs of another never leaves the device. */
export const isSequential = (node: TraceNode): boolean => frameLoop(node)?.carries !== undefined;

/** The same of a loop itself. */
export const isSequentialLoop = ({ carries }: LoopNode): boolean => carries !== undefined;
