/** Times in the log of the program itself, by what its user says of the lines. */
import type { LineMatch } from '../../pipeline/log-pattern.ts';
import { LogPattern } from '../../pipeline/log-pattern.ts';
import type { LogTime } from '../../pipeline/log-times.ts';
import type { MeasurementStatement } from '../errors.ts';
import { statement } from '../errors.ts';
import type { Measurement, Remark } from '../measurement.ts';
import { known } from '../measurement.ts';
import { TimeSamples } from '../time-samples.ts';

export const OWN_LOG = 'own log';

interface Wanted {
  time: LogTime;
  pattern: LogPattern;
  /** Lines of all files that look so. */
  matched: number;
}

/** What the user says, over all files that are read. */
export class OwnLog {
  readonly wanted: Wanted[];

  constructor(times: readonly LogTime[]) {
    this.wanted = times.map((time) => ({ time, pattern: new LogPattern(time.line), matched: 0 }));
  }

  /** After the last file: what was looked for in vain. */
  missed(): MeasurementStatement[] {
    return this.wanted
      .filter(({ matched }) => matched === 0)
      .map(({ time }) => statement('pattern-missed', { pattern: time.line }));
  }
}

/** Lines that look like a pattern and hold no number that can be used. */
interface Unreadable {
  count: number;
  line: number;
}

/** Batches of one model in a log that are told apart. */
const MOST_BATCHES = 1000;

/** One file. */
export class OwnLogFile {
  private readonly samples = new Map<
    string,
    { wanted: Wanted; batch: number | undefined; times: TimeSamples }
  >();
  private readonly rates: Measurement[] = [];
  private readonly unreadable = new Map<Wanted, Unreadable>();

  constructor(
    private readonly file: string,
    private readonly own: OwnLog,
  ) {}

  /**
   * What rates of the line tell; its times are kept for the end. A number is of the first pattern that fits it. Undefined for
   * a line that is none of the user's.
   */
  line(text: string, line: number): Measurement[] | undefined {
    const taken = new Set<number>();
    const rates: Measurement[] = [];
    let isLike = false;
    for (const wanted of this.own.wanted) {
      const match = wanted.pattern.match(text);
      if (match === undefined) {
        if (!wanted.pattern.lacksNumber) continue;
        this.count(wanted, line);
      } else {
        wanted.matched++;
        if (!taken.has(match.at)) rates.push(...this.take(wanted, match, line));
        taken.add(match.at);
      }
      isLike = true;
    }
    return isLike ? rates : undefined;
  }

  private take(wanted: Wanted, { value, isRate, batch }: LineMatch, line: number): Measurement[] {
    if (isRate) return [this.rate(wanted, value, line)];
    this.add(wanted, value, batch, line);
    return [];
  }

  end(): { measurements: Measurement[]; problems: Remark[] } {
    const problems = [...this.unreadable].map(([{ time }, { count, line }]) => ({
      line,
      what: statement('pattern-unreadable', { pattern: time.line, count }),
    }));
    const measurements = [...this.samples.values()].flatMap(({ wanted, batch, times }) => {
      const { first } = times;
      if (times.leavesFirst)
        problems.push({
          line: times.line,
          what: statement('first-left-out', { pattern: wanted.time.line, ms: Number(first.toPrecision(4)) }),
        });
      return this.measurements(wanted, batch, times);
    });
    return { measurements, problems };
  }

  private rate({ time }: Wanted, framesPerSecond: number, line: number): Measurement {
    const subject = time.of === 'frame' ? 'program' : nameIn(time.of);
    return { kind: 'throughput', subject, values: { framesPerSecond }, source: { file: this.file, line } };
  }

  private add(wanted: Wanted, ms: number, batch: number | undefined, line: number): void {
    const of = batch ?? wanted.time.batch;
    const key = `${this.own.wanted.indexOf(wanted)} ${of ?? ''}`;
    const kept = this.samples.get(key);
    if (kept) return kept.times.add(ms);
    if (this.samples.size >= MOST_BATCHES * this.own.wanted.length) return;
    const times = new TimeSamples(line);
    times.add(ms);
    this.samples.set(key, { wanted, batch: of, times });
  }

  private count(wanted: Wanted, line: number): void {
    const found = this.unreadable.get(wanted) ?? { count: 0, line };
    found.count++;
    this.unreadable.set(wanted, found);
  }

  private measurements({ time }: Wanted, batch: number | undefined, times: TimeSamples): Measurement[] {
    const { medianMs, ...values } = times.values();
    const source = { file: this.file, line: times.line };
    const { of } = time;
    const one = (subject: string, more: Measurement['values']): Measurement => ({
      kind: 'latency',
      subject,
      values: more,
      source,
    });
    if (of === 'frame') {
      const { count } = values;
      return [one('frame', values), one('frame, median', known({ meanMs: medianMs, count }))];
    }
    if (!of.startsWith('model ')) return [one(nameIn(of), values)];
    return [{ ...one(of, known({ ...values, batch })), byHost: true }];
  }
}

const nameIn = (of: string): string => of.slice(of.indexOf(' ') + 1);
