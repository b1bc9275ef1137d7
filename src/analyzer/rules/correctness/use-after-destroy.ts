/** What has been freed or destroyed is used, or ended once more. */
import { givesWork, isRuntime } from '../../acl/catalogue.ts';
import type { ModeTest } from '../../trace/modes.ts';
import type { AccessNode, CallNode, Guard, TraceThread } from '../../trace/nodes.ts';
import type { TraceObject, TraceValue } from '../../trace/values.ts';
import { defineRule } from '../rule.ts';
import type { ReportOf } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { buffersBehind } from '../query/copies.ts';
import { stillRunningAt, type StillRunning } from '../query/still-running.ts';
import { oncePer } from '../../../base/once.ts';

export const useAfterDestroy = defineRule({
  id: 'use-after-destroy',
  meta: { severity: 'error', category: 'correctness' },
  title: {
    en: 'What has been freed or destroyed is used or ended again',
    zh: '已释放或销毁的对象被再次使用或销毁',
  },
  messages: {
    used: {
      en: '{call} uses {name}, which {ender} has ended before: what it reads or writes may be someone else’s by now. End it behind its last use.',
      zh: '{call} 使用了已由 {ender} 释放或销毁的 {name}：其内容此时可能已属于他人。请在最后一次使用之后再释放或销毁。',
    },
    twice: {
      en: '{call} ends {name}, which {ender} has ended before: the second call fails, or ends what others were given meanwhile. Leave one of the two, or set the handle to nullptr behind the first and ask for that.',
      zh: '{name} 已由 {ender} 释放或销毁，{call} 再次将其销毁：第二次调用会失败，或误毁期间分配给他人的对象。请只保留其中一处，或在第一处之后将句柄置为 nullptr 并加以判断。',
    },
    touched: {
      en: 'The host looks at {name} here, which {ender} has ended before: what stands there may be someone else’s by now. Free it behind its last use, or copy out what is needed.',
      zh: '主机在此处访问已由 {ender} 释放的 {name}：其内容此时可能已属于他人。请在最后一次使用之后再释放，或先将所需内容拷出。',
    },
    running: {
      en: '{ender} ends {what} while {call} of a thread that is still running may use it: the thread is joined only behind it. Join the thread first.',
      zh: '{ender} 结束 {what} 时，仍在运行的线程中的 {call} 可能还在使用它：该线程在此之后才被 join。请先 join 该线程。',
    },
    joinedHere: { en: 'The thread is joined here.', zh: '线程在此处 join。' },
    endedHere: { en: '{name} is ended here.', zh: '{name} 在此处被释放或销毁。' },
  },
  check(context, report) {
    for (const [object, calls] of callsByObject(context)) {
      const fault = firstFault(object, calls, context);
      if (!fault) {
        reportTouched(object, calls, context, report);
        continue;
      }
      const { at, end } = fault;
      report({
        messageId: endedBy(at) === object ? 'twice' : 'used',
        at: at.range,
        node: at,
        data: { call: at.name, name: object.name, ender: end.name },
        related: [{ range: end.range, messageId: 'endedHere', data: { name: object.name } }],
      });
    }
    for (const fault of endedWhileRunning(context)) reportRunning(fault, report);
  },
});

interface RunningUse extends StillRunning {
  end: CallNode;
  /** What is ended; undefined where it is all that the process has of the device. */
  object: TraceObject | undefined;
  use: CallNode;
}

/** The first end, by thread, of what another thread uses in a loop and is joined only behind it. */
function endedWhileRunning(context: RuleContext): RunningUse[] {
  const found = new Map<TraceThread, RunningUse>();
  for (const end of context.calls) {
    const object = endedBy(end);
    if (!object && end.name !== 'aclFinalize') continue;
    for (const running of stillRunningAt(end, context)) {
      const { thread } = running;
      const use = found.has(thread) ? undefined : useIn(thread, object, context);
      if (use) found.set(thread, { ...running, end, object, use });
    }
  }
  return [...found.values()];
}

const useIn = (
  thread: TraceThread,
  object: TraceObject | undefined,
  context: RuleContext,
): CallNode | undefined =>
  context.calls.find(
    (call) =>
      call.thread === thread &&
      call.loops.length > 0 &&
      (object ? touched(call).has(object) && call.creates !== object : givesWork(call.row)),
  );

function reportRunning(
  { end, object, use, join }: RunningUse,
  report: ReportOf<typeof useAfterDestroy>,
): void {
  report({
    messageId: 'running',
    at: end.range,
    node: end,
    data: { ender: end.name, what: object?.name ?? 'AscendCL', call: use.name },
    related: [
      { range: use.range, messageId: 'usedHere', data: { name: use.name } },
      { range: join.range, messageId: 'joinedHere' },
    ],
  });
}

/** The calls that are given a thing, or memory through what describes it, or that make it. */
function callsByObject(context: RuleContext): Map<TraceObject, CallNode[]> {
  const found = new Map<TraceObject, CallNode[]>();
  const ended = new Set(context.calls.map(endedBy));
  for (const call of context.calls) {
    for (const object of touched(call)) {
      if (ended.has(object)) found.set(object, [...(found.get(object) ?? []), call]);
    }
  }
  return found;
}

function touched({ row, args, creates }: CallNode): Set<TraceObject> {
  const given = args.flatMap(({ value }, place) =>
    value.kind === 'object' && !value.cleared && place !== row.out ? [value.object] : [],
  );
  if (creates) return new Set([creates]);
  if (!isRuntime(row) && row.destroys === undefined) return new Set();
  return new Set([...given, ...(givesWork(row) ? given.flatMap(buffersBehind) : [])]);
}

interface Fault {
  end: CallNode;
  at: CallNode;
}

/** The first call that counts on what has surely ended before it. */
function firstFault(
  object: TraceObject,
  calls: readonly CallNode[],
  context: RuleContext,
): Fault | undefined {
  let ends: CallNode[] = [];
  for (const at of calls) {
    if (at.creates === object) ends = [];
    const end = ends.find((one) => isSurelyBehind(one, at, context));
    if (end) return { end, at };
    if (endedBy(at) === object && isOne(object, at)) ends.push(at);
  }
  return undefined;
}

/** The host reads or writes by index or pointer what an address that has been given on still names. */
function reportTouched(
  object: TraceObject,
  calls: readonly CallNode[],
  context: RuleContext,
  report: ReportOf<typeof useAfterDestroy>,
): void {
  const ends = calls.filter(
    (call) => endedBy(call) === object && isOne(object, call) && !call.guards?.length,
  );
  if (!ends.length) return;
  for (const at of touchesOf(context).get(object) ?? []) {
    const end = ends.findLast((one) => one.order < at.order);
    const isMadeAnew = calls.some((one) => one.creates === object && end && one.order > end.order);
    if (!end || isMadeAnew || !isSurelyBehind(end, at, context)) continue;
    report({
      messageId: 'touched',
      at: at.range,
      node: at,
      data: { name: object.name, ender: end.name },
      related: [{ range: end.range, messageId: 'endedHere', data: { name: object.name } }],
    });
    return;
  }
}

const touchesOf = oncePer((context: RuleContext): ReadonlyMap<TraceObject, readonly AccessNode[]> => {
  const found = new Map<TraceObject, AccessNode[]>();
  for (const node of context.nodes)
    if (node.kind === 'access') found.set(node.object, [...(found.get(node.object) ?? []), node]);
  return found;
});

/** What a call ends; not where it only closes what a description names, or frees from within a block. */
function endedBy({ row, args }: CallNode): TraceObject | undefined {
  if (row.destroys === undefined || row.opens || row.subject === undefined) return undefined;
  const value = args[row.subject]?.value;
  return value?.kind === 'object' && isWhole(value) ? value.object : undefined;
}

const isWhole = (value: Extract<TraceValue, { kind: 'object' }>): boolean =>
  !value.cleared && !value.offsetUnknown && (value.offset === undefined || value.knownOffset === 0);

/** One thing made by a call that was seen, and not one of those that a loop, an array or each of several threads makes. */
function isOne({ createdAt, count: many, oneOf, scope }: TraceObject, { thread }: CallNode): boolean {
  if (createdAt === undefined || oneOf || (many !== undefined && many !== 1)) return false;
  return scope === 'thread' || thread.replicas === 1;
}

/** Every way to `later` has come by `end`, in the same pass of the loops around it, and in the same modes. */
function isSurelyBehind(end: CallNode, later: CallNode | AccessNode, context: RuleContext): boolean {
  const sides = context.branchesTo(later);
  return (
    end.thread === later.thread &&
    end.loops.every((loop) => later.loops.includes(loop)) &&
    context
      .branchesTo(end)
      .every(({ branch, inThen }) => sides.some((one) => one.branch === branch && one.inThen === inThen)) &&
    (later.kind === 'access' || haveSame(end.guards, later.guards)) &&
    (end.when ?? []).every((test) => later.when?.some((other) => isSame(test, other)))
  );
}

/** Neither is behind a test that lets only some come by, such as of a flag that says whether there is anything to end. */
const haveSame = (a: readonly Guard[] = [], b: readonly Guard[] = []): boolean =>
  a.length === b.length && a.every((guard) => b.includes(guard));

const isSame = (a: ModeTest, b: ModeTest): boolean =>
  a.mode === b.mode && a.value === b.value && a.is === b.is;
