/** A recogniser of one kind of log line. Pure, except for what `Context` carries from line to line. */
import type { Measurement, MeasurementKind } from '../measurement.ts';

export interface LineContext {
  file: string;
  line: number;
  /** What earlier lines said that later ones need, e.g. the table that npu-smi is in the middle of. */
  memory: Map<string, string>;
}

export interface LineForm {
  /** Names the tool in the summary of an import. */
  format: string;
  read(text: string, context: LineContext): Measurement[];
}

export function measured(
  context: LineContext,
  kind: MeasurementKind,
  subject: string,
  values: Record<string, number>,
): Measurement {
  return { kind, subject, values, source: { file: context.file, line: context.line } };
}
