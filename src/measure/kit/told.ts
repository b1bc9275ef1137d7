/** The profile as the parts of a kit change it, constant by constant, with what each part leaves open. */
import { CONFIDENCE_RANGE } from '../../profile/confidence.ts';
import type { Confidence, DeviceProfile } from '../../profile/profile.ts';
import { constantAt, figureAt, withValue } from '../constants.ts';
import type { Adjustment } from '../direct.ts';
import type { MeasurementStatement } from '../errors.ts';
import { statement } from '../errors.ts';
import type { Estimate } from './estimate.ts';
import { exactly, intervalOf, within } from './estimate.ts';
import type { Kit, KitPart } from './kit-file.ts';
import type { Rated } from './rates.ts';
import { ratedParts } from './rates.ts';

/** What a constant is from: the parts, and how far they are from what it makes of them. */
export interface Basis {
  parts: readonly Rated[];
  meanError?: number;
  confidence?: Confidence;
}

/** Width of an interval by the value, beyond which a figure is no better than that of the profile. */
const MOST_WIDTH = 1;

export class Told {
  readonly adjustments: Adjustment[] = [];
  readonly open: MeasurementStatement[] = [];
  readonly contradictions: MeasurementStatement[] = [];
  readonly rated: readonly Rated[];
  private current: DeviceProfile;

  constructor(
    private readonly base: DeviceProfile,
    readonly kit: Kit,
  ) {
    this.current = base;
    this.rated = ratedParts(kit);
  }

  get profile(): DeviceProfile {
    return this.current;
  }

  /** The parts with these labels. */
  parts(wanted: Partial<KitPart>): Rated[] {
    const labels = Object.entries(wanted);
    return this.rated.filter(({ part }) => {
      const own = new Map(Object.entries(part));
      return labels.every(([key, value]) => own.get(key) === value);
    });
  }

  /** A constant as it is now: measured, or as the profile has it. */
  constant(path: string): number | undefined {
    return constantAt(this.current, path);
  }

  /** The same as an estimate without a doubt of its own. */
  known(path: string): Estimate {
    return exactly(this.constant(path) ?? 0);
  }

  /** The profile's own, with the doubt that it states. */
  doubted(path: string): Estimate {
    const figure = figureAt(this.current, path);
    if (!figure) return exactly(0);
    const share = CONFIDENCE_RANGE[figure.confidence];
    const [low, high] = figure.range ?? [figure.value * (1 - share), figure.value * (1 + share)];
    return within(figure.value, low, high);
  }

  /** What parts have shown of a constant. */
  set(path: string, unit: string, estimate: Estimate, basis: Basis): void {
    const { parts, meanError, confidence = 'measured' } = basis;
    const from = this.sourceOf(parts);
    const value = estimate.value;
    this.current = withValue(this.current, path, { value, unit, source: from, confidence });
    this.adjustments.push({
      constant: path,
      unit,
      before: constantAt(this.base, path) ?? null,
      after: value,
      samples: parts.reduce((all, { runs }) => all + runs, 0),
      from,
      confidence,
      fitError: meanError ?? null,
      holdoutError: null,
      interval: intervalOf(estimate),
    });
  }

  /** The same where the parts hold it closely enough; else the profile's stays, and that is said. */
  setIfClear(path: string, unit: string, estimate: Estimate, basis: Basis): void {
    const [low, high] = intervalOf(estimate);
    if (high - low <= MOST_WIDTH * estimate.value) return this.set(path, unit, estimate, basis);
    this.open.push(statement('kit-loose', { constant: path, low, high: Math.max(0, high), unit }));
  }

  /** For what is no single constant: a model's times, the points of an engine. */
  change(profile: DeviceProfile, adjustment: Omit<Adjustment, 'holdoutError' | 'fitError'>): void {
    this.current = profile;
    this.adjustments.push({ ...adjustment, fitError: null, holdoutError: null });
  }

  /** Where it is from, e.g. `kit.json, 2026-11-30, CANN 8.1: copy h2d async`. */
  sourceOf(parts: readonly Rated[]): string {
    const { file, date, cann } = this.kit;
    const when = [file, date, cann === '' ? '' : `CANN ${cann}`].filter((word) => word !== '').join(', ');
    const labels = parts.map(({ part }) =>
      [part.what, part.direction, part.memory, part.model, part.mode].filter(Boolean).join(' '),
    );
    return `${when}: ${[...new Set(labels)].join(', ')}`;
  }
}
