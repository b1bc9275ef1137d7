/**
 * Loops inside a frame whose passes are models or operators that it goes through one after the other: each pass works at
 * what the pass before has made, or at the same input. The frame is a pass around.
 */
import { loopInvariant } from '../../pipeline/quantity.ts';
import { callsOf, type CallNode, type LoopNode, type TraceArgument, type TraceNode } from '../trace/nodes.ts';
import { withMemory, type TraceObject } from '../trace/values.ts';
import { bringsItem, entersWith, isOperator, isStage, leavesWith, within } from './item-steps.ts';
import { parseModelPath } from './model-path.ts';

/** `open`: each pass has a model of its own, and nothing tells whether it also has data of its own. */
export type Stages = 'known' | 'open';

/** @param around the frame that the loop is in. */
export function stagesOf(node: LoopNode, around: LoopNode): Stages | undefined {
  if (node.times === 'forever') return undefined;
  const executions = callsOf(node.body).filter(({ row }) => row.role === 'execute');
  const steps = within(node);
  if (executions.length === 0) return steps.every(isStage) ? ofOperators(node, around) : undefined;
  const isChange = executions.some((call) => isOneOfMany(call, node)) || changesByTurn(node);
  if (node.carries && (isChange || node.carries === 'device') && !steps.some(bringsItem)) return 'known';
  if (!steps.every(isStage)) return undefined;
  return isChange ? ofModels(node, around, executions) : ofSeveral(node, around, executions);
}

/** Operators one after the other on what the pass around brings or takes away. */
function ofOperators(node: LoopNode, around: LoopNode): Stages | undefined {
  const beside = besides(node, around);
  const isChain = within(node).some(isOperator) && (beside.some(entersWith) || beside.some(leavesWith));
  return isChain ? 'known' : undefined;
}

function ofModels(node: LoopNode, around: LoopNode, executions: readonly CallNode[]): Stages | undefined {
  const inputs = executions.map((call) => objectOf(inputOf(call)));
  if (inputs.every((input) => input?.createdAt && !isMany(input))) return 'known';
  const beside = besides(node, around);
  if (executions.some((call) => isFedAlone(call, beside))) return undefined;
  return beside.some(entersWith) && beside.some(leavesWith) ? 'known' : 'open';
}

/** Different models in each pass, between what brings an item and what takes it away. */
function ofSeveral(node: LoopNode, around: LoopNode, executions: readonly CallNode[]): Stages | undefined {
  const beside = besides(node, around);
  const isChain = modelsOf(executions).size > 1 && beside.some(entersWith) && beside.some(leavesWith);
  return isChain ? 'known' : undefined;
}

/** What the frame does outside of the loop, and of others that go on as often. */
function besides(node: LoopNode, around: LoopNode): TraceNode[] {
  const isAsOften = (loop: LoopNode): boolean =>
    loop === node || (loop.isFrameLoop && loop.times === node.times);
  return within(around).filter((one) => !one.loops.some(isAsOften));
}

const modelOf = ({ row, args, receiver }: CallNode): TraceArgument | undefined =>
  row.model === undefined ? receiver : args[row.model];

const inputOf = ({ row, args }: CallNode): TraceArgument | undefined =>
  row.inputDescription === undefined ? undefined : args[row.inputDescription];

const objectOf = (arg: TraceArgument | undefined): TraceObject | undefined =>
  arg?.value.kind === 'object' ? arg.value.object : undefined;

/** Whether it stands for several, of which each pass may name another. */
const isMany = ({ count = 1, oneOf }: TraceObject): boolean => count !== 1 && !oneOf;

/**
 * Whether each pass of a loop over models executes another one. Several of one file are the same model: lanes that each
 * have frames of their own.
 */
function isOneOfMany(call: CallNode, node: LoopNode): boolean {
  const arg = modelOf(call);
  const model = objectOf(arg);
  if (!model) return arg?.value.kind === 'unknown' && isElement(arg.text, node);
  if (model.scope === 'thread' || parseModelPath(model.path ?? '').name) return false;
  if (!isMany(model)) return node.variable !== undefined && isMadeInLoop(model, node);
  const isAsMany = node.times !== 'forever' && loopInvariant(node.times) === loopInvariant(model.count);
  return isAsMany || node.variable !== undefined || isElement(arg?.text ?? '', node);
}

/** Whether a loop of which nobody knows the passes makes it, as for each line of a file. */
function isMadeInLoop(object: TraceObject, { thread }: LoopNode): boolean {
  const made = callsOf(thread.body).find(({ creates }) => creates === object);
  return made?.loops.some(({ times, isFrameLoop }) => times === 'forever' && !isFrameLoop) === true;
}

/** Whether the passes that it tells apart execute other models each. */
function changesByTurn({ body }: LoopNode): boolean {
  const turns = body.flatMap((one) =>
    one.kind === 'loop' && one.isTurn ? [modelsOf(callsOf(one.body))] : [],
  );
  const [first] = turns;
  return turns.some((models) => [...models].some((model) => !first?.has(model)));
}

const modelsOf = (calls: readonly CallNode[]): ReadonlySet<TraceObject> =>
  new Set(calls.flatMap((call) => (call.row.role === 'execute' ? (objectOf(modelOf(call)) ?? []) : [])));

/** `m.id` of `for (auto &m : models)`, `ids[k]` of `k < ids.size()`. */
function isElement(text: string, { variable, condition }: LoopNode): boolean {
  const [root = '', ...rest] = text.match(/[A-Za-z_]\w*/g) ?? [];
  if (variable !== undefined) return root === variable;
  return /[[(]/.test(text) && rest.some((word) => condition.split(/\W+/).includes(word));
}

/** Whether each of the inputs that it stands for is filled in the frame, by other than what all of them share. */
function isFedAlone(call: CallNode, beside: readonly TraceNode[]): boolean {
  const input = objectOf(inputOf(call));
  if (!input || !isMany(input)) return false;
  const memory = new Set(withMemory(input));
  return beside.some((node) => node.kind === 'call' && writtenBy(node).some((one) => memory.has(one)));
}

function writtenBy({ row, args }: CallNode): TraceObject[] {
  const places = [row.destination, row.outputDescription];
  return places.flatMap((at) => {
    const object = at === undefined ? undefined : objectOf(args[at]);
    return object ? withMemory(object) : [];
  });
}
