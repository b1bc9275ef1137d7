/** A log on its way in: lines of the known tools, several in one too. */
import type { LineContext, LineForm } from '../lines/line.ts';
import { newContext } from '../lines/line.ts';
import { Samples } from '../samples.ts';
import { LineReader } from '../text/lines.ts';
import { LINE_FORMS } from './forms.ts';
import type { MeasurementFile, Source } from './source.ts';
import { withClamps } from './source.ts';

export class LineSource implements Source {
  private readonly lines: LineReader;
  private readonly context: LineContext;
  private readonly formats = new Set<string>();
  private readonly samples = new Samples();

  constructor(file: string) {
    this.context = newContext(file);
    this.lines = new LineReader((text, line) => this.line(text, line));
  }

  push(piece: string): void {
    this.lines.push(piece);
  }

  end(): MeasurementFile {
    this.lines.end();
    const { devices, problems } = this.context;
    const measurements = this.samples.all();
    const format = [...this.formats].join(', ');
    return { kind: 'quantities', imported: withClamps({ format, measurements, problems, devices }) };
  }

  private line(text: string, line: number): void {
    this.context.line = line;
    for (const form of LINE_FORMS) {
      if (form.hint.test(text)) this.read(form, text);
    }
  }

  private read(form: LineForm, text: string): void {
    for (const measurement of form.read(text, this.context)) {
      this.formats.add(form.format);
      this.samples.add(measurement);
    }
  }
}
