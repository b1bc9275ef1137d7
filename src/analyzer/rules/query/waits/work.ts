/** What is work of the device, what is a wait for it, and how else a program learns of its end. */
import type { CallRole } from '../../../acl/catalogue.ts';
import type { CallNode } from '../../../trace/nodes.ts';
import { directionOf } from '../copies.ts';

/** Is it work on the device that a later wait is for? */
export function isSubmission(call: CallNode): boolean {
  const { role, mode } = call.row;
  if (mode !== 'async') return false;
  if (role === 'copy') return directionOf(call) !== 'h2h';
  return role === 'submit' || role === 'execute' || role === 'memset';
}

/** A call that returns only when work is done; fetching a result with a timeout of 0 is none. */
export function isWait(call: CallNode): boolean {
  if (call.row.role !== 'synchronize') return false;
  const last = call.args.at(-1);
  return !(call.name.startsWith('hi_mpi_') && last?.value.kind === 'number' && last.value.quantity === 0);
}

/** A wait, or an execution that is one. */
export const holdsHost = (call: CallNode): boolean =>
  isWait(call) || (call.row.role === 'execute' && call.row.blocksHost);

/** Who asks whether work has ended, or has itself told, may know of the end without a wait. */
const LEARNING: readonly CallRole[] = ['query', 'launchCallback', 'report', 'unseen'];

export const learnsOfEnd = ({ row }: CallNode): boolean => LEARNING.includes(row.role);
