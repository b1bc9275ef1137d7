/** A design for a reader at a terminal, and as JSON. */
import type { DeviceProfile } from '../../profile/profile.ts';
import type { Design } from '../../service/design/design.ts';
import type { Refusal } from '../../service/design/search.ts';
import { bandwidthLines, designRows, loadRows } from '../../service/design/text.ts';
import type { Choices, Wish } from '../../service/design/wish.ts';
import type { Texts } from '../../service/locale.ts';
import { translator } from '../../service/locale.ts';
import { told } from '../../service/told.ts';
import type { Console } from '../console.ts';
import { textTable } from '../table.ts';

const TEXTS: Texts<'device' | 'loads' | 'write' | 'assumed'> = {
  device: { en: 'Device', zh: '设备型号' },
  loads: { en: 'How full each resource is', zh: '各资源的负载' },
  assumed: { en: 'Taken for granted', zh: '假定' },
  write: {
    en: 'With --write FOLDER: a program of this design (C++), and its pipeline (JSON).',
    zh: '加 --write FOLDER 可写出此方案的程序（C++）及其流水线（JSON）。',
  },
};

/** Loads beyond this many say nothing new. */
const SHOWN_LOADS = 6;

export function designLines(design: Design, profile: DeviceProfile, out: Console): string[] {
  const { locale } = out;
  const t = translator(TEXTS, locale);
  const { warnings } = told(design.prediction, locale);
  return [
    ...textTable([[t('device'), profile.name], ...designRows(design, locale)]),
    ...bandwidthLines(design, locale).map((line) => `  ${line}`),
    '',
    out.style('bold', t('loads')),
    ...textTable(loadRows(design, locale).slice(0, SHOWN_LOADS), '  '),
    ...(warnings.length > 0
      ? ['', out.style('bold', t('assumed')), ...warnings.map((line) => `  ${line}`)]
      : []),
    '',
    t('write'),
  ];
}

/** What is chosen, in JSON. */
interface JsonChoices extends Choices {
  framesPerWait: number;
}

const choicesOf = (choices: Choices): JsonChoices => ({
  ...choices,
  framesPerWait: choices.batch * choices.depth,
});

export function jsonDesign(wish: Wish, design: Design, profile: DeviceProfile) {
  const { choices, prediction, plan, hostCores } = design;
  const { qps, qpsRange, latency, memory, bottleneck } = prediction;
  const { peakBytes, limitBytes, fits } = memory;
  return {
    wish,
    device: profile.id,
    design: {
      ...choicesOf(choices),
      qps,
      qpsRange,
      latency,
      memory: { peakBytes, limitBytes, fits },
      hostCores,
      bottleneck,
      loads: plan.loads,
      bandwidth: plan.bandwidth,
    },
    refusal: null,
  };
}

export function jsonRefusal(
  wish: Wish,
  { binds, nearest }: Refusal,
  message: string,
  profile: DeviceProfile,
) {
  return {
    wish,
    device: profile.id,
    design: null,
    refusal: {
      binds,
      message,
      nearest: nearest
        ? {
            ...choicesOf(nearest.choices),
            qps: nearest.row.qps,
            p99Ms: nearest.row.p99Ms,
            bottleneck: { resource: nearest.row.bottleneck, utilization: nearest.row.bottleneckUtilization },
          }
        : null,
    },
  };
}
