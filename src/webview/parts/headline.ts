/** The answer in one look: the rate with its range, the bounds, a measured value, and what sets the pace. */
import * as l10n from '@vscode/l10n';
import type { ProgramReport } from '../../server/protocol.ts';
import { h } from '../dom.ts';
import type { Child } from '../dom.ts';
import { idleName, utilizationRows } from '../charts/utilization.ts';
import { valueName } from './choices.ts';
import { partlyNote } from './understanding.ts';
import {
  bottleneckSentence,
  change,
  duration,
  listed,
  percent,
  rangeText,
  rate,
  rateRange,
  rateWithin,
} from '../words.ts';

interface Fact {
  name: string;
  value: string;
  note?: Child;
  /** What the figure is, for who asks. */
  meaning?: string;
}

function fact({ name, value, note, meaning }: Fact): HTMLElement {
  return h(
    'div',
    { class: 'fact', attributes: { title: meaning } },
    h('dt', {}, name),
    h('dd', {}, value, note && h('span', { class: 'note' }, note)),
  );
}

function facts({ prediction, measured }: ProgramReport): HTMLElement {
  const { lower, upper } = prediction.bounds;
  const frames = prediction.callsPerSecond > 0 ? prediction.qps / prediction.callsPerSecond : 1;
  const batched = frames > 1.01;
  const all: (Fact | false | undefined)[] = [
    {
      name: l10n.t('Range'),
      value: rangeText(prediction.qps, prediction.qpsRange),
      meaning: l10n.t(
        'Where the rate lies by what is known of the device’s figures and of the simulation’s chance',
      ),
    },
    {
      name: l10n.t('Bounds'),
      value: rateRange(lower, upper),
      meaning: l10n.t(
        'Closed formulas: no fewer than if nothing overlapped, no more than the busiest part allows',
      ),
    },
    measured && {
      name: l10n.t('Measured'),
      value: rate(measured.qps),
      note: off(prediction.qps, measured.qps),
    },
    batched && { name: l10n.t('Calls per second'), value: rate(prediction.callsPerSecond) },
    { name: l10n.t('Latency, median'), value: latency(prediction.latency.medianMs, prediction) },
    { name: l10n.t('Latency, p99'), value: latency(prediction.latency.p99Ms, prediction) },
    prediction.wholeMs !== undefined && {
      name: l10n.t('Whole run'),
      value: duration(prediction.wholeMs),
      meaning: l10n.t('From start to end; the rate is that of the steady loop alone'),
    },
  ];
  return h('dl', { class: 'facts' }, ...all.flatMap((each) => (each ? [fact(each)] : [])));
}

/** Where more frames arrive than are done, each waits longer than the one before. */
const latency = (ms: number, { load }: ProgramReport['prediction']): string =>
  load?.keptUp === false ? '∞' : duration(ms);

/** How far the prediction is from what was measured. */
function off(predicted: number, measured: number): HTMLElement {
  const difference = change(measured, predicted);
  return h('span', { attributes: { title: l10n.t('The prediction is off by {0}', difference) } }, difference);
}

/** What the busiest part waits for while it is idle; a smaller share says little. */
const leastIdle = 0.03;

function idleSentence(prediction: ProgramReport['prediction']): string | null {
  const busiest = utilizationRows(prediction).find(({ binding }) => binding);
  const waits = (busiest?.idle ?? [])
    .filter(({ share }) => share >= leastIdle)
    .map(({ cause, share }) => `${percent(share)} ${idleName(cause)}`);
  return waits.length === 0 ? null : l10n.t('The rest of its time: {0}.', listed(waits));
}

/** Values that a setting or a trial has put in place of the source's. */
function inPlace({ parameters }: ProgramReport): string | null {
  const changed = parameters
    .filter(({ value, sourceValue }) => value !== sourceValue)
    .map((own) => {
      const values = [own.name, valueName(own, own.value), valueName(own, own.sourceValue)] as const;
      return own.isAssumed === true
        ? l10n.t('{0} = {1} (assumed otherwise: {2})', ...values)
        : l10n.t('{0} = {1} (source: {2})', ...values);
    });
  return changed.length === 0 ? null : l10n.t('with {0}', listed(changed));
}

export function headline(report: ProgramReport): HTMLElement {
  const { prediction, device } = report;
  const { resource, utilization } = prediction.bottleneck;
  const found = prediction.qps > 0;
  const values = inPlace(report);
  const idle = found ? idleSentence(prediction) : null;
  return h(
    'section',
    { class: 'headline', attributes: { 'aria-label': l10n.t('Predicted throughput') } },
    h(
      'p',
      { class: 'rate' },
      h('span', { class: 'figure' }, found ? rateWithin(prediction.qps, prediction.qpsRange) : '–'),
      ' ',
      h('span', { class: 'unit' }, l10n.t('frames/s')),
    ),
    h(
      'p',
      { class: 'on' },
      l10n.t('predicted on {0}', device.name),
      values && h('span', { class: 'with' }, values),
    ),
    h(
      'div',
      { class: 'pace' },
      h('p', {}, bottleneckSentence(resource, utilization)),
      idle && h('p', { class: 'quiet' }, idle),
    ),
    prediction.deciding !== undefined && h('p', { class: 'alert' }, asSentence(prediction.deciding)),
    ...(prediction.modes ?? []).map((text) => h('p', { class: 'quiet' }, text)),
    failure(report),
    partlyNote(report),
    found && facts(report),
    ...notes(report),
  );
}

/** As a sentence of its own: notes are parts of a list elsewhere. One that begins with a name keeps it as it is. */
function asSentence(note: string): string {
  const stop = /[\u4e00-\u9fff]/.test(note) ? '。' : '.';
  const begun = note.replace(/^(no|the|buffer)(?= )/, (word) => word.charAt(0).toUpperCase() + word.slice(1));
  return /[.!?。！？]$/.test(begun) ? begun : `${begun}${stop}`;
}

/** Why the program cannot run so at all. */
function failure({ prediction: { memory } }: ProgramReport): HTMLElement | null {
  if (memory.fits) return null;
  const message = memory.failure ?? l10n.t('The device runs out of memory.');
  return h('p', { class: 'alert error', attributes: { role: 'alert' } }, asSentence(message));
}

function notes({ prediction: { memory, warnings, qps } }: ProgramReport): HTMLElement[] {
  // That nothing finishes a frame is said already.
  const said = qps > 0 ? warnings.filter((warning) => warning !== memory.failure) : [];
  return said.map((message) => h('p', { class: 'alert' }, asSentence(message)));
}
