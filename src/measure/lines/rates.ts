/**
 * Rates that a program prints in words of its own, where these are common ones: `fps: 123`, `throughput 812 img/s`,
 * `processed 1000 images in 3.2 s`. What a rate is of is known at the end of the log alone: one that is the only one is the
 * program's; of several each is called by its own words, unless one is of the whole.
 */
import type { Measurement } from '../measurement.ts';
import { NUMBER, reportedNumber } from '../measurement.ts';

export const RATES_FORMAT = 'log rates';

const THINGS = '(?:frames?|imgs?|images?|pictures?|pics?|samples?|张(?:图片|图像|图)?|帧|幅)';
const UNIT = `(?:fps|qps|${THINGS}\\s*(?:/|per |每)\\s*(?:seconds?|secs?|s|秒))(?![A-Za-z])`;
const NAMES = '(?:fps|qps|frame ?rate|throughput|speed|帧率|吞吐[量率]|处理速度)';
/** What is called a rate of frames by its name needs no unit. */
const OF_FRAMES = /^(?:fps|qps|frame|帧率)/i;

const NAMED = new RegExp(
  String.raw`(?<!\w)(${NAMES})"?\s{0,9}(?:\([^()]{0,12}\))?\s{0,9}(?:[:=：]|is |为)?\s{0,9}(${NUMBER})(?![\d/%*]|[eE]\d)\s{0,9}(${UNIT})?`,
  'gi',
);
/** `decode=30.1fps` too, but no part of a time or a ratio. */
const UNITED = new RegExp(
  String.raw`(?<![\w.]|[^\p{L}][:=])(${NUMBER})\s{0,9}(${UNIT})(?!\s{0,9}[:=：])`,
  'giu',
);
const TIME = '(milliseconds?|msecs?|ms|毫秒|seconds?|secs?|s|秒|minutes?|min|分钟)';
const TIMED = new RegExp(
  String.raw`(?<![\w.])(${NUMBER})\s{0,9}${THINGS}(?![/每])\D{0,40}?(?:\bin|took|takes|costs?|used|time|elapsed|耗时|用时|花费)\D{0,20}(${NUMBER})\s{0,9}${TIME}(?![\w/])`,
  'i',
);

const SECONDS: readonly (readonly [RegExp, number])[] = [
  [/^m(s|illi)|毫/i, 1e-3],
  [/^min|分/i, 60],
  [/./, 1],
];

/** Rates that are asked for, or that a camera or a file has. */
const NOMINAL =
  /\b(?:target|input|source|src|set|setting|max|min|limit|camera|video|config\w*|expect\w*|nominal|request\w*|default|output)\b[^:=,;|]{0,20}$|(?:目标|输入|设置|期望|最大|最小|限制|视频|摄像头)[^:=,;|]{0,10}$/i;
const OF_A_FILE = /\btb[rnc]\b|\bStream #|\d{3,4}x\d{3,4}/;
const OF_THE_WHOLE = /\b(?:avg|average|mean|overall|total|final|e2e)\b|平均|总/i;
/** Parts of a program, as the log's words begin. */
const STAGES: readonly (readonly [RegExp, string])[] = [
  [/pre-?proc|预处理/i, 'preprocess'],
  [/post-?proc|后处理/i, 'post'],
  [/\binfer|推理/i, 'infer'],
  [/\bdecod|解码/i, 'decode'],
  [/\bencod|编码/i, 'encode'],
  [/\bresiz|缩放/i, 'resize'],
  [/\b(?:read|load)|读取|加载/i, 'data read'],
];
const ONE_OF_SEVERAL =
  /(?:\b(channel|chn|stream|thread|worker|camera|cam|device|lane)|(通道|线程|路))\s?[#:_[-]?\s?(\d{1,6})\b/i;

interface Rate {
  framesPerSecond: number;
  line: number;
}

interface Group {
  /** A stage of the program; undefined where nothing says so. */
  stage: string | undefined;
  isOfWhole: boolean;
  label: string;
  parts: Map<string, Rate[]>;
}

/** Things that were done in a time. */
interface Timed {
  stage: string | undefined;
  count: number;
  seconds: number;
  line: number;
}

const MOST_GROUPS = 100;
const MOST_SAMPLES = 20_000;
/** Of one thing the time is a latency. */
const LEAST_THINGS = 2;

export class LogRates {
  private readonly groups = new Map<string, Group>();
  private readonly timed: Timed[] = [];

  constructor(private readonly file: string) {}

  /** Is it a line with a rate? */
  line(text: string, line: number): boolean {
    return this.readTimed(text, line) || this.readRates(text, line);
  }

  private readTimed(text: string, line: number): boolean {
    const match = TIMED.exec(text);
    const [count, time] = [reportedNumber(match?.[1]), reportedNumber(match?.[2])];
    if (match === null || count === undefined || time === undefined || time === 0) return false;
    if (count < LEAST_THINGS || this.timed.length >= MOST_SAMPLES) return false;
    const unit = SECONDS.find(([pattern]) => pattern.test(match[3] ?? ''))?.[1] ?? 1;
    this.timed.push({ stage: stageIn(text.slice(0, match.index)), count, seconds: time * unit, line });
    return true;
  }

  private readRates(text: string, line: number): boolean {
    if (OF_A_FILE.test(text)) return false;
    const named = [...text.matchAll(NAMED)].filter(([, name = '', , unit]) => unit ?? OF_FRAMES.test(name));
    const found = named.length > 0 ? named : [...text.matchAll(UNITED)];
    let from = 0;
    let isAny = false;
    for (const match of found) {
      const before = text.slice(from, match.index);
      from = match.index + match[0].length;
      const framesPerSecond = reportedNumber(named.length > 0 ? match[2] : match[1]);
      if (framesPerSecond === undefined || NOMINAL.test(before.replace(/[:=]$/, ''))) continue;
      isAny = true;
      const called = named.length > 0 ? (match[1] ?? '') : '';
      this.add(groupOf(before, called), partIn(text.slice(0, match.index)), { framesPerSecond, line });
    }
    return isAny;
  }

  private add(group: Omit<Group, 'parts'>, part: string, rate: Rate): void {
    const known = this.groups.get(group.label) ?? { ...group, parts: new Map<string, Rate[]>() };
    if (!this.groups.has(group.label) && this.groups.size >= MOST_GROUPS) return;
    this.groups.set(group.label, known);
    const rates = known.parts.get(part) ?? [];
    if (rates.length < MOST_SAMPLES) rates.push(rate);
    known.parts.set(part, rates);
  }

  end(): Measurement[] {
    const groups = [...this.groups.values()];
    const whole = wholeOf(groups);
    const counted = groups.flatMap((group) => this.measurementsOf(group, group === whole));
    return [...counted, ...this.timedMeasurements(whole !== undefined)];
  }

  private measurementsOf({ stage, label, parts }: Group, isWhole: boolean): Measurement[] {
    const subject = isWhole ? 'program' : (stage ?? label);
    return [...parts].flatMap(([part, rates]) =>
      rates.map((rate) => this.measurement(subject, rate, parts.size > 1 ? part : undefined)),
    );
  }

  /** Once, or counted on from the start: of the whole run. Else each is of a part of it. */
  private timedMeasurements(hasWhole: boolean): Measurement[] {
    const ofRun = this.timed.filter(({ stage }) => stage === undefined);
    const last = ofRun.at(-1);
    const isCounted = ofRun.every(({ count, seconds }, i) => {
      const before = ofRun[i - 1];
      return before === undefined || (count > before.count && seconds > before.seconds);
    });
    const rateOf = ({ count, seconds, line }: Timed): Rate => ({ framesPerSecond: count / seconds, line });
    const others = this.timed.filter(({ stage }) => stage !== undefined || !isCounted);
    return [
      ...(last && isCounted ? [this.measurement(hasWhole ? 'whole run' : 'program', rateOf(last))] : []),
      ...others.map((one) => this.measurement(one.stage ?? 'pass', rateOf(one))),
    ];
  }

  private measurement(subject: string, { framesPerSecond, line }: Rate, part?: string): Measurement {
    const source = { file: this.file, line };
    const of = part === undefined ? {} : { part };
    return { kind: 'throughput', subject, ...of, values: { framesPerSecond }, source };
  }
}

/** The one that is the program's: the only one, or the only one of the whole; of several parts none is. */
function wholeOf(groups: readonly Group[]): Group | undefined {
  const candidates = groups.filter(({ stage }) => stage === undefined);
  const ofWhole = candidates.filter(({ isOfWhole }) => isOfWhole);
  const plain = candidates.filter(({ isOfWhole }) => !isOfWhole);
  const [first] = plain.length === 1 ? plain : ofWhole;
  const isOnly = plain.length === 1 || ofWhole.length === 1;
  return first && isOnly && first.parts.size === 1 ? first : undefined;
}

const stageIn = (before: string): string | undefined =>
  STAGES.find(([pattern]) => pattern.test(lastWords(before, 3)))?.[1];

/** Without numbers, which differ from line to line. */
function lastWords(text: string, count: number): string {
  const words = text.split(/[^\p{L}-]+/u).filter((word) => word !== '');
  return words.slice(-count).join(' ');
}

function groupOf(before: string, name: string): Omit<Group, 'parts'> {
  const words = lastWords(before, 2);
  const label = `${words} ${name.toLowerCase()}`.trim() || 'rate';
  return { stage: stageIn(before), isOfWhole: OF_THE_WHOLE.test(words), label };
}

function partIn(before: string): string {
  const [, word, chinese, number] = ONE_OF_SEVERAL.exec(before) ?? [];
  return number === undefined ? '' : `${(word ?? chinese ?? '').toLowerCase()} ${number}`;
}
