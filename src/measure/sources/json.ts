/** A JSON on its way in: the trace of a run event by event; what is small (runs, a summary) as a whole. */
import { parseJson } from '../../base/parse-json.ts';
import { ImportError, statement } from '../errors.ts';
import { looksLikeCutKit, looksLikeKit, parseKit } from '../kit/kit-file.ts';
import type { Remark } from '../measurement.ts';
import { MAX_IMPORT_MEBIBYTES } from '../measurement.ts';
import { runsOfJson } from '../series.ts';
import { importSummary } from '../summary-json.ts';
import { ElementReader } from '../text/elements.ts';
import { TRACE_EVIDENCE, TraceReader } from '../trace.ts';
import { LineSource } from './lines.ts';
import type { MeasurementFile, ReadWith, Source } from './source.ts';

/** The events of the object form come after this. */
const EVENTS = /"traceEvents"\s*:\s*\[/;
/** Characters before which the events must have begun. */
const LOOKED_AT = 65_536;
const MOST_WHOLE = MAX_IMPORT_MEBIBYTES * 1024 * 1024;

export class JsonSource implements Source {
  private whole = '';
  private trace: TraceSource | undefined;

  constructor(
    private readonly file: string,
    private readonly wanted: ReadWith = {},
  ) {}

  push(piece: string): void {
    if (this.trace) return this.trace.push(piece);
    this.whole += piece;
    const events = this.beginOfEvents();
    if (events !== undefined) {
      this.trace = new TraceSource(this.file, this.wanted);
      this.trace.push(this.whole.slice(events));
      this.whole = '';
    } else if (this.whole.length > MOST_WHOLE)
      throw new ImportError(this.file, statement('too-large', { mebibytes: MAX_IMPORT_MEBIBYTES }));
  }

  end(): MeasurementFile {
    if (this.trace) return this.trace.end();
    const value = parseJson(this.whole);
    if (looksLikeKit(value)) return { kind: 'kit', kit: parseKit(this.file, value) };
    if (value === undefined && looksLikeCutKit(this.whole))
      throw new ImportError(this.file, statement('kit-cut'));
    const runs = runsOfJson(this.file, value, this.whole);
    if (runs) return { kind: 'series', runs };
    const summary = importSummary(this.file, value);
    if (summary) return { kind: 'quantities', imported: summary };
    // Logs may begin with a bracket too.
    const lines = new LineSource(this.file, this.wanted);
    lines.push(this.whole);
    return lines.end();
  }

  private beginOfEvents(): number | undefined {
    const bracket = /^\ufeff?\s*\[/.exec(this.whole);
    if (bracket) return bracket[0].length;
    const events = EVENTS.exec(this.whole.slice(0, LOOKED_AT));
    return events ? events.index + events[0].length : undefined;
  }
}

class TraceSource implements Source {
  private readonly reader: TraceReader;
  private readonly elements: ElementReader;

  constructor(file: string, { events }: ReadWith) {
    const reader = new TraceReader(file, events);
    this.reader = reader;
    this.elements = new ElementReader((value) => reader.event(value));
  }

  push(piece: string): void {
    this.elements.push(piece);
  }

  end(): MeasurementFile {
    const { broken, isCut } = this.elements;
    const problems: Remark[] = [];
    if (broken > 0) problems.push({ line: 1, what: statement('broken-events', { count: broken }) });
    if (isCut) problems.push({ line: 1, what: statement('cut') });
    return { kind: 'quantities', imported: this.reader.end(problems), tells: TRACE_EVIDENCE };
  }
}
