/**
 * What a schema has to say of a value. The library's own messages are English: their parts are taken from the issue and
 * said in our words. A schema of ours gives an id of this catalogue as its message.
 */
import type * as v from 'valibot';
import { PATTERN_PROBLEMS } from './log-pattern.ts';
import { STEP_KINDS } from './step-kinds.ts';
import type { Statement, Texts } from './words.ts';

export const ISSUES = {
  'at-path': { en: '{path}: {what}', zh: '{path}: {what}' },
  'top-level': { en: 'top level', zh: '顶层' },
  'invalid-type': {
    en: 'Invalid type: Expected {expected} but received {received}',
    zh: '类型错误：应为 {expected}，实际为 {received}',
  },
  'unknown-key': {
    en: 'Invalid key: Expected never but received {received}',
    zh: '不支持的键 {received}',
  },
  'missing-key': {
    en: 'Invalid key: Expected {expected} but received undefined',
    zh: '缺少键 {expected}',
  },
  'invalid-value': {
    en: 'Invalid value: Expected {expected} but received {received}',
    zh: '取值错误：应为 {expected}，实际为 {received}',
  },
  'invalid-length': {
    en: 'Invalid length: Expected {expected} but received {received}',
    zh: '长度错误：应为 {expected}，实际为 {received}',
  },
  'invalid-number': {
    en: 'Invalid number: {received} is not {expected}',
    zh: '数值错误：{received} 不是{expected}',
  },
  'a-finite-number': { en: 'finite', zh: '有限数值' },
  'a-whole-number': { en: 'a whole number', zh: '整数' },
  'in-other-words': { en: '{message}', zh: '{message}' },
  'rising-range': {
    en: 'the smallest value comes first, then the largest',
    zh: '应先写最小值，再写最大值',
  },
  'few-times': { en: 'fewer than two times of arrival', zh: '到达时刻少于两个' },
  'many-times': { en: 'more than 100000 times of arrival', zh: '到达时刻多于 100000 个' },
  'rising-times': { en: 'times of arrival do not rise', zh: '到达时刻没有递增' },
  'no-thread': { en: 'a pipeline needs at least one thread', zh: '流水线至少需要一个线程' },
  'long-text': {
    en: 'a text of more than {requirement} characters',
    zh: '文本超过 {requirement} 个字符',
  },
  'empty-name': { en: 'a name must not be empty', zh: '名称不能为空' },
  'no-step': {
    en: `expected a step: an object whose "kind" is one of ${STEP_KINDS.join(', ')}`,
    zh: `应为步骤，即“kind”为以下之一的对象：${STEP_KINDS.join('、')}`,
  },
  'no-date': {
    en: 'a date is year, month and day, as 2026-11-30',
    zh: '日期应为年、月、日，例如 2026-11-30',
  },
  'no-version': {
    en: 'expected a version such as 8.1 or 5.0.4',
    zh: '应为 8.1 或 5.0.4 这样的版本号',
  },
  'no-function': {
    en: 'expected the name of a function or method, such as sdk::Engine::Run',
    zh: '应为函数或方法的名称，例如 sdk::Engine::Run',
  },
  ...PATTERN_PROBLEMS,
  'no-log-target': {
    en: 'expected frame, stage NAME or model NAME',
    zh: '应为 frame、stage 名称或 model 名称',
  },
  'rate-of-model': {
    en: 'a rate is of a frame or of a stage; of a model its time is read',
    zh: '速率只能属于 frame 或 stage，模型应给出耗时',
  },
  'a-list': {
    en: 'expected an object but received a list',
    zh: '应为对象，实际为列表',
  },
} satisfies Texts<string>;

type IssueId = keyof typeof ISSUES;
export type IssueStatement = Statement<IssueId>;

type Issue = v.BaseIssue<unknown>;

const MOST_SHOWN = 300;

/** A message quotes what was given, however long, and stays one line. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line;
}

/** Where and what, e.g. `threads.0.replicas: Invalid type: Expected …`. */
export function issueStatement(issue: Issue): IssueStatement {
  const path = shortened(pathOf(issue).join('.'));
  const what = whatOf(deepestIssue(issue));
  return path === '' ? what : { id: 'at-path', data: { path, what } };
}

function whatOf(issue: Issue): IssueStatement {
  const { message } = issue;
  if (isKnown(message)) return { id: message, data: { requirement: String(issue.requirement) } };
  const data = { expected: shortened(issue.expected ?? ''), received: shortened(issue.received) };
  const id = idOf(issue);
  if (id === 'invalid-number') return { id, data: { ...data, expected: kindOfNumber(issue) } };
  return id === undefined ? { id: 'in-other-words', data: { message: shortened(message) } } : { id, data };
}

const isKnown = (message: string): message is IssueId => Object.hasOwn(ISSUES, message);

/** By the beginning of the library's own message: it is the only thing that tells a key from a value. */
function idOf({ message, expected, received, type }: Issue): IssueId | undefined {
  if (type === 'finite' || type === 'integer') return 'invalid-number';
  switch (/^Invalid (\w+): Expected /.exec(message)?.[1]) {
    case 'type':
      return 'invalid-type';
    case 'key':
      return expected === 'never' ? 'unknown-key' : received === 'undefined' ? 'missing-key' : 'invalid-type';
    case 'value':
      return 'invalid-value';
    case 'length':
      return 'invalid-length';
    default:
      return undefined;
  }
}

function kindOfNumber({ type }: Issue): IssueStatement {
  return { id: type === 'integer' ? 'a-whole-number' : 'a-finite-number', data: {} };
}

/** Keys and indices that lead to what is wrong. */
export function pathOf(issue: Issue): (string | number)[] {
  const deepest = deepestIssue(issue);
  return [...ownPath(issue), ...(deepest === issue ? [] : ownPath(deepest))];
}

function ownPath(issue: Issue): (string | number)[] {
  return (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
}

/** Of a union's sub-issues, the one that got furthest into the value: that is the alternative that was meant. */
function deepestIssue(issue: Issue): Issue {
  let deepest = issue;
  for (const sub of issue.issues ?? []) {
    if ((sub.path?.length ?? 0) > (deepest === issue ? 0 : (deepest.path?.length ?? 0))) deepest = sub;
  }
  return deepest;
}
