/** Messages, and those that more than one rule uses. */
import type { SkipReason } from '../rule.ts';

/** One text in the languages that we speak; `{name}` is filled from a finding's data. */
export interface Message {
  readonly en: string;
  readonly zh: string;
}

/** By their ids. */
export type Messages = Readonly<Record<string, Message>>;

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/** By the id of a message, the names that its text has in braces. */
export type Slots = Readonly<Record<string, string>>;

export type SlotsOf<M extends Messages> = { readonly [Id in keyof M]: NamesIn<M[Id]['en']> };

/** One of the messages, with the data that its text names; more may come along for those who read it. */
export type Said<S extends Slots> = {
  [Id in keyof S & string]: { messageId: Id } & Filled<S[Id]>;
}[keyof S & string];

type Filled<Name extends string> = [Name] extends [never]
  ? { data?: Data }
  : string extends Name
    ? { data?: Data }
    : { data: Data & Readonly<Record<Name, string | number>> };

type Data = Readonly<Record<string, string | number>>;

export type SharedSlots = SlotsOf<typeof sharedMessages>;

export const sharedMessages = {
  frameLoop: {
    en: 'This loop runs once per frame ({reason}).',
    zh: '此循环每帧执行一次（{reason}）。',
  },
  calledHere: { en: 'It is reached through this call of {callee}.', zh: '经由此处对 {callee} 的调用到达。' },
  allocatedHere: { en: 'The memory of {name} comes from here.', zh: '{name} 的内存在此处分配。' },
  createdHere: { en: '{name} is created here.', zh: '{name} 在此处创建。' },
  submittedHere: { en: '{call} is submitted here.', zh: '{call} 在此处下发。' },
  usedHere: { en: '{name} is used here.', zh: '{name} 在此处使用。' },
  waitedHere: { en: 'The host waits here.', zh: '主机在此处等待。' },
  keepAcrossCalls: {
    en: 'Keep {name} from pass to pass in an owner of the loop’s function',
    zh: '由循环所在函数的所有者在各次循环之间保留 {name}',
  },
  threadHere: { en: 'The thread starts here.', zh: '线程从此处开始。' },
} as const satisfies Messages;

export const skipMessages: Record<SkipReason, Message> = {
  off: { en: 'skipped: switched off in the settings', zh: '已跳过：在设置中关闭' },
  device: { en: 'skipped: does not apply to this device', zh: '已跳过：不适用于此设备' },
  cannVersion: { en: 'skipped: does not apply to this CANN version', zh: '已跳过：不适用于此 CANN 版本' },
  failed: { en: 'skipped: it failed', zh: '已跳过：执行失败' },
  library: {
    en: 'skipped: a program that uses this library may do the rest',
    zh: '已跳过：其余部分可能由使用此库的程序完成',
  },
  nothingReached: { en: 'skipped: nothing reached', zh: '已跳过：未到达任何 AscendCL 调用' },
};
