/** A log on its way in: lines of the known tools, several in one too. */
import type { LineContext, LineForm } from '../lines/line.ts';
import { newContext } from '../lines/line.ts';
import { readFileName } from '../lines/named-model.ts';
import { LogRates, RATES_FORMAT } from '../lines/rates.ts';
import { OWN_LOG, OwnLogFile } from '../own/own-log.ts';
import { Samples } from '../samples.ts';
import { LineReader } from '../text/lines.ts';
import { terminalLines } from '../text/terminal.ts';
import { LINE_FORMS } from './forms.ts';
import { statement } from '../errors.ts';
import type { Measurement, Remark } from '../measurement.ts';
import type { MeasurementFile, ReadWith, Source } from './source.ts';
import { withClamps } from './source.ts';

export class LineSource implements Source {
  private readonly lines: LineReader;
  private readonly context: LineContext;
  private readonly formats = new Set<string>();
  private readonly samples = new Samples();
  private readonly own: OwnLogFile | undefined;
  private readonly rates: LogRates;
  private count = 0;
  /** Lines of which nothing is known. */
  private unknown = 0;

  constructor(file: string, { own }: ReadWith = {}) {
    this.context = newContext(file);
    readFileName(this.context);
    this.rates = new LogRates(file);
    if (own) this.own = new OwnLogFile(file, own);
    this.lines = new LineReader((text, line) => {
      for (const plain of terminalLines(text)) this.line(plain, line);
    });
  }

  push(piece: string): void {
    this.lines.push(piece);
  }

  end(): MeasurementFile {
    this.lines.end();
    for (const form of LINE_FORMS) this.take(form, form.end?.(this.context) ?? []);
    const { devices } = this.context;
    const own = this.own?.end();
    const told = [...this.samples.all(), ...(own?.measurements ?? [])];
    const measurements = [...told, ...this.ratesBeside(told)];
    const problems = [...this.context.problems, ...(own?.problems ?? []), ...this.notKnown()];
    const format = [...this.formats].join(', ');
    return { kind: 'quantities', imported: withClamps({ format, measurements, problems, devices }) };
  }

  private line(text: string, line: number): void {
    this.context.line = line;
    if (text.trim() !== '') this.count++;
    if (this.readOwn(text, line)) return;
    let isKnown = false;
    for (const form of LINE_FORMS) {
      if (form.hint.test(text)) isKnown = this.read(form, text) || isKnown;
    }
    if (!isKnown && !this.rates.line(text, line) && text.trim() !== '') this.unknown++;
  }

  /** What a known tool, or the user, says of the program's rate stands. */
  private ratesBeside(told: readonly Measurement[]): Measurement[] {
    const rates = told.some(({ kind }) => kind === 'throughput') ? [] : this.rates.end();
    if (rates.length > 0) this.formats.add(RATES_FORMAT);
    return rates;
  }

  private readOwn(text: string, line: number): boolean {
    const found = this.own?.line(text, line);
    if (found === undefined) return false;
    this.formats.add(OWN_LOG);
    for (const rate of found) this.samples.add(rate);
    return true;
  }

  private read(form: LineForm, text: string): boolean {
    return this.take(form, form.read(text, this.context));
  }

  private take(form: LineForm, found: readonly Measurement[]): boolean {
    for (const measurement of found) {
      this.formats.add(form.format);
      this.samples.add(measurement);
    }
    return found.length > 0;
  }

  /** Of a log that the user has described, how much fits nothing. */
  private notKnown(): Remark[] {
    if (this.unknown === 0 || !this.formats.has(OWN_LOG)) return [];
    const data = { count: this.unknown, all: this.count };
    return [{ line: 1, what: statement('lines-unknown', data) }];
  }
}
