/** The report as Markdown, to paste into an issue or a review. */
import type { JsonAdvice, JsonUnknown, ProgramReport } from './report.ts';
import { isPredicted } from './report.ts';
import { isToWrite, settleBriefly } from './unknown-text.ts';
import { gainText } from './gain-text.ts';
import {
  boundsPhrase,
  bytesText,
  ratesText,
  millisecondsText,
  percentText,
  rateText,
  resourceLabel,
} from './labels.ts';
import type { Locale, Texts } from './locale.ts';
import { code, literal } from './markdown-text.ts';
import { translator } from './locale.ts';

type Key =
  | 'title'
  | 'rate'
  | 'noRate'
  | 'followed'
  | 'deciding'
  | 'bounds'
  | 'bottleneck'
  | 'latency'
  | 'memory'
  | 'device'
  | 'utilization'
  | 'resource'
  | 'busy'
  | 'advice'
  | 'unknowns'
  | 'parameters'
  | 'quantity'
  | 'value'
  | 'measured'
  | 'measuredRate'
  | 'made';

const TEXTS: Texts<Key> = {
  title: { en: 'Predicted throughput of {program}', zh: '{program} 的预测吞吐量' },
  quantity: { en: 'Quantity', zh: '项目' },
  value: { en: 'Value', zh: '值' },
  device: { en: 'Device', zh: '设备' },
  rate: { en: 'Rate (QPS)', zh: '吞吐量（QPS）' },
  noRate: { en: 'none: {why}', zh: '无：{why}' },
  followed: { en: 'Understood', zh: '已理解' },
  deciding: { en: 'Hangs on', zh: '取决于' },
  bounds: { en: 'Closed-form bounds (QPS)', zh: '理论界限（QPS）' },
  bottleneck: { en: 'Bottleneck', zh: '瓶颈' },
  latency: { en: 'Latency, median / p99', zh: '时延（中位数 / p99）' },
  memory: { en: 'Device memory', zh: '设备内存' },
  utilization: { en: 'Utilization', zh: '利用率' },
  resource: { en: 'Resource', zh: '资源' },
  busy: { en: 'Busy', zh: '忙碌' },
  advice: { en: 'Advice', zh: '建议' },
  unknowns: { en: 'Not told by the source', zh: '源码未给出' },
  parameters: { en: 'Parameters', zh: '参数' },
  measured: { en: 'Measured (QPS)', zh: '实测（QPS）' },
  measuredRate: {
    en: '{rate} ({from}); the prediction is off by {off}',
    zh: '{rate}（{from}）；预测偏差 {off}',
  },
  made: {
    en: 'Predicted from source by AscendCL Performance {version} on {date}; nothing was run.',
    zh: '由 AscendCL Performance {version} 于 {date} 根据源码预测，未实际运行。',
  },
};

/** When and with what a report was made, and what it was held against. */
export interface Made {
  /** Of the day, as ISO 8601 has it. */
  date: string;
  version: string;
  /** Frames/s, and the file that they are from. */
  measured?: { qps: number; from: string };
}

/** `|` would end a cell. */
const cell = (text: string): string => literal(text).replaceAll('|', String.raw`\|`);

function table(header: string[], rows: string[][]): string[] {
  const line = (cells: string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)];
}

export function markdownReport(report: ProgramReport, locale: Locale, made: Made): string {
  const t = translator(TEXTS, locale);
  const head = [
    [t('device'), report.device],
    ...figures(report, locale),
    ...measuredRow(report, made, locale),
  ];
  const busy = Object.entries(report.utilization)
    .filter(([, share]) => share >= 0.0005)
    .sort(([, a], [, b]) => b - a)
    .map(([resource, share]) => [resourceLabel(resource, locale), percentText(share)]);
  return [
    `# ${t('title', { program: literal(report.program) })}`,
    '',
    ...table([t('quantity'), t('value')], head),
    ...part(t('utilization'), busy.length === 0 ? [] : table([t('resource'), t('busy')], busy)),
    ...part(
      t('advice'),
      report.advice.map((item, i) => adviceLine(item, i, locale)),
    ),
    ...part(
      t('unknowns'),
      report.unknowns.map((unknown) => `- ${literal(unknown.message)}${settleText(unknown, locale)}`),
    ),
    ...part(
      t('parameters'),
      report.parameters.map(({ name, value }) => `- ${code(name)} = ${value}`),
    ),
    '',
    t('made', { date: made.date, version: made.version }),
    '',
  ].join('\n');
}

/** Without a rate there is none of the other figures: why stands in their place. */
function figures(report: ProgramReport, locale: Locale): string[][] {
  const t = translator(TEXTS, locale);
  if (!isPredicted(report)) return [[t('rate'), t('noRate', { why: report.problem.message })]];
  const { bottleneck, latency, memory } = report;
  const { qps, low, high } = ratesText(report);
  return [
    [t('rate'), `${qps} (${low} – ${high})`],
    ...(report.deciding === undefined ? [] : [[t('deciding'), report.deciding]]),
    [t('bounds'), boundsPhrase(report, locale)],
    [
      t('bottleneck'),
      `${resourceLabel(bottleneck.resource, locale)} (${percentText(bottleneck.utilization)})`,
    ],
    [t('latency'), `${millisecondsText(latency.medianMs)} / ${millisecondsText(latency.p99Ms)}`],
    [t('memory'), `${bytesText(memory.peakBytes)} / ${bytesText(memory.limitBytes)}`],
    ...(report.coverage ? [[t('followed'), report.coverage.message]] : []),
  ];
}

function measuredRow(report: ProgramReport, { measured }: Made, locale: Locale): string[][] {
  if (measured === undefined) return [];
  const t = translator(TEXTS, locale);
  const { qps, from } = measured;
  const off = isPredicted(report) && qps > 0 ? percentText(report.qps / qps - 1) : '–';
  return [[t('measured'), t('measuredRate', { rate: rateText(qps), from, off })]];
}

function part(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
}

function settleText(unknown: JsonUnknown, locale: Locale): string {
  const how = settleBriefly(unknown, locale);
  return how && ` (${isToWrite(unknown.settle) ? code(how) : literal(how)})`;
}

function adviceLine(item: JsonAdvice, index: number, locale: Locale): string {
  const gain = item.gain === null ? '' : ` — **${gainText(item.gain, locale)}**`;
  const place = item.file === undefined ? '' : ` (${code(`${item.file}:${item.line}`)})`;
  return `${index + 1}. ${literal(item.message)}${gain}${place}`;
}
