/** How far a program was understood, as the one state that every view of an editor shows. */
import type { Coverage, UnderstoodState } from '../pipeline/coverage.ts';
import { drivesDevice, reachedCalls } from '../pipeline/device-work.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { problem } from '../pipeline/problems.ts';
import { coverageText } from './coverage-text.ts';
import type { Locale, Texts } from './locale.ts';
import { translator } from './locale.ts';
import { problemText } from './problem-text.ts';

export interface Understanding {
  state: UnderstoodState;
  /** A few words: "partial: 40 of 44 AscendCL calls". */
  label: string;
  /** A sentence without its full stop: what is followed, and where the rest is. */
  message: string;
}

const LABELS: Texts<UnderstoodState> = {
  complete: { en: 'complete', zh: '完整' },
  partial: {
    en: 'partial: {followed} of {calls} AscendCL calls',
    zh: '部分：{calls} 个 AscendCL 调用中的 {followed} 个',
  },
  none: { en: 'not understood', zh: '未能理解' },
  'no-device-work': { en: 'no device work', zh: '没有设备任务' },
};

/** Null for a pipeline without source. */
export function understandingOf(pipeline: Pipeline, locale: Locale): Understanding | null {
  const { coverage } = pipeline;
  if (!coverage) return null;
  const { calls, followed } = coverage;
  const state = stateOf(coverage, pipeline);
  return {
    state,
    label: translator(LABELS, locale)(state, { calls, followed }),
    message: drivesDevice(pipeline) ? coverageText(coverage, locale) : noWorkText(coverage, locale),
  };
}

const stateOf = ({ verdict }: Coverage, pipeline: Pipeline): UnderstoodState =>
  verdict === 'none' || drivesDevice(pipeline) ? verdict : 'no-device-work';

const noWorkText = (coverage: Coverage, locale: Locale): string =>
  problemText(problem('no-device-work', { reached: reachedCalls(coverage) }), locale);
