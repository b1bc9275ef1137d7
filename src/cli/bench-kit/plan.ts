/** What a bench kit measures for a program: its models, the sizes of its copies and pictures, its threads and streams. */
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { ResolvedPipeline } from '../../pipeline/resolved.ts';
import { resolve } from '../../pipeline/resolve.ts';
import { walk } from '../../pipeline/walk.ts';
import { modelKey } from '../../profile/model-name.ts';
import type { Locale, Texts } from '../../pipeline/words.ts';
import { translator } from '../../pipeline/words.ts';

interface PlannedModel {
  /** As the profile names it. */
  name: string;
  batch: number;
  /** Of its `.om`; undefined where the source does not say it. */
  path: string | undefined;
}

interface Size {
  width: number;
  height: number;
}

export interface Plan {
  models: PlannedModel[];
  /** Sizes of copies and allocations, rising. */
  bytes: number[];
  pictures: Size[];
}

const KIB = 1024;
const MIB = KIB * KIB;

/** Sizes that tell a copy's request from its bytes on any link. */
const USUAL_BYTES = [4 * KIB, 64 * KIB, MIB, 4 * MIB, 16 * MIB];
/** Sizes that tell a picture's fixed time from that of its pixels. */
const USUAL_PICTURES: readonly Size[] = [
  { width: 640, height: 480 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
];

/** Of the program's own; each adds minutes on a device. */
const MOST_SIZES = 4;
const MOST_MODELS = 16;
/** Larger copies have the bandwidth of those of 16 MiB. */
const MOST_BYTES = 64 * MIB;
/** Within what DVPP's engines take. */
const LEAST_PIXELS = 128 * 128;
const MOST_PIXELS = 4096 * 4096;

/** @param programs each with the values of its parameters. Throws `PipelineError` for one that makes no sense. */
export function planFor(
  programs: readonly { pipeline: Pipeline; settings: Readonly<Record<string, number>> }[],
): Plan {
  const resolved = programs.map(({ pipeline, settings }) => resolve(pipeline, settings));
  const works = resolved.flatMap(worksOf);
  const bytes = works.flatMap((work) => work.bytes ?? []).filter((size) => size >= 1 && size <= MOST_BYTES);
  const pixels = works
    .flatMap((work) => work.pixels ?? [])
    .filter((count) => count >= LEAST_PIXELS && count <= MOST_PIXELS);
  return {
    models: modelsOf(resolved),
    bytes: rising([...USUAL_BYTES, ...largest(bytes.map(Math.round))]),
    pictures: distinct([...USUAL_PICTURES, ...largest(pixels).map(sizeOf)]),
  };
}

interface Work {
  bytes?: number;
  pixels?: number;
}

const PICTURE_ENGINES = new Set(['jpegd', 'jpege', 'vpc', 'vdec', 'venc', 'pngd']);
const COPY_ENGINES = new Set(['h2d', 'd2h', 'd2d', 'p2p']);

function worksOf({ threads }: ResolvedPipeline): Work[] {
  return threads.flatMap(({ program }) =>
    [...walk(program)].flatMap((step): Work[] => {
      if (step.kind !== 'submit') return [];
      const { engine, work } = step;
      if (PICTURE_ENGINES.has(engine)) return work.pixels === undefined ? [] : [{ pixels: work.pixels }];
      return COPY_ENGINES.has(engine) && work.bytes !== undefined ? [{ bytes: work.bytes }] : [];
    }),
  );
}

function modelsOf(programs: readonly ResolvedPipeline[]): PlannedModel[] {
  const models = programs.flatMap((program) =>
    program.models.map(({ id, catalogueName, path, batch }) => ({
      name: modelKey(catalogueName ?? path ?? id) || plain(id) || 'model',
      batch: Math.max(1, Math.round(batch)),
      path: path !== undefined && /\.om$/i.test(path) ? path : undefined,
    })),
  );
  return distinct(models).slice(0, MOST_MODELS);
}

const plain = (text: string): string => text.replaceAll(/\W/g, '');

/** The largest few, each once: what takes longest matters most. */
const largest = (values: number[]): number[] => rising(values).slice(-MOST_SIZES);
const rising = (values: number[]): number[] => [...new Set(values)].sort((a, b) => a - b);

function distinct<T extends object>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** The program's pictures are known by their pixels alone, which is what decides their time: 16 to 9, in whole even lines. */
function sizeOf(pixels: number): Size {
  const width = Math.max(128, 2 * Math.round(Math.sqrt((pixels * 16) / 9) / 2));
  return { width, height: Math.max(128, 2 * Math.round(pixels / width / 2)) };
}

const TEXTS = {
  head: {
    en: 'What the kit measures. Each line may be changed, or left out with a # before it.',
    zh: '套件测量的内容。每一行都可以修改，或在行首加 # 略去。',
  },
  device: { en: 'number of the device on this machine', zh: '本机的设备编号' },
  repetitions: {
    en: 'times that each part is measured, in the random order of the seed',
    zh: '每项测量的次数，顺序由随机种子决定',
  },
  bytes: { en: 'sizes of copies and of allocations', zh: '拷贝和内存分配的字节数' },
  threads: { en: 'host threads that copy at once', zh: '同时拷贝的主机线程数' },
  streams: { en: 'streams that work at once', zh: '同时工作的流（stream）数' },
  channels: { en: 'channels of DVPP at once', zh: '同时使用的 DVPP 通道数' },
  picture: { en: 'width and height of pictures and video', zh: '图片和视频的宽和高' },
  model: {
    en: 'models: name, batch, and where the .om lies on this machine; a line for each batch that there is an .om for',
    zh: '模型：名称、批大小、.om 在本机的路径；有几种批大小的 .om，就写几行',
  },
  path: { en: 'where its .om lies', zh: '其 .om 的路径' },
} satisfies Texts<string>;

/** The lines of plan.txt. Nothing of a source can begin a line of its own in it. */
export function planText(plan: Plan, locale: Locale): string {
  const t = translator(TEXTS, locale);
  const models = plan.models.map(({ name, batch, path }) =>
    path === undefined
      ? `# model ${name} ${batch} <${t('path')}>`
      : `model ${name} ${batch} ${oneLine(path)}`,
  );
  const lines = [
    `# ${t('head')}`,
    ...part(t('device'), ['device 0']),
    ...part(t('repetitions'), ['repetitions 7', 'seed 1']),
    ...part(t('bytes'), [`bytes ${plan.bytes.join(' ')}`]),
    ...part(t('threads'), ['threads 1 2 4']),
    ...part(t('streams'), ['streams 1 2 3 4 6 8 10 12']),
    ...part(t('channels'), ['channels 1 2 4 8']),
    ...part(
      t('picture'),
      plan.pictures.map(({ width, height }) => `picture ${width} ${height}`),
    ),
    ...part(t('model'), models.length > 0 ? models : [`# model resnet50 16 <${t('path')}>`]),
  ];
  return `${lines.join('\n')}\n`;
}

const part = (comment: string, lines: string[]): string[] => ['', `# ${comment}`, ...lines];

/** Control characters, line ends among them, are no part of a path that anybody means. */
// eslint-disable-next-line no-control-regex
const oneLine = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
