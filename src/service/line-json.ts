/** What is known of a line as JSON (schema/explanation.schema.json). */
import type { Verdict } from '../pipeline/coverage.ts';
import type { Confidence } from '../profile/profile.ts';
import { jsonFinding, type JsonFinding } from './json.ts';
import type { CostOfLine, LineFacts } from './line-facts.ts';
import { lineTexts } from './line-text.ts';
import type { Locale } from './locale.ts';
import { noteText } from './note-text.ts';

interface JsonCost {
  what: string;
  thread: string;
  resource: string;
  milliseconds: number;
  /** The least and the most that it may be; null where the source gives the time. */
  rangeMs: [number, number] | null;
  perFrame: number;
  share: number;
  confidence: Confidence | null;
  assumption?: string;
}

export interface JsonLine {
  file: string;
  line: number;
  text: string;
  programs: {
    program: string;
    verdict: Verdict | null;
    share: number;
    costs: JsonCost[];
    messages: string[];
  }[];
  findings: JsonFinding[];
}

export function jsonLine({ file, line, text, programs, findings }: LineFacts, locale: Locale): JsonLine {
  return {
    file,
    line,
    text,
    programs: programs.map((one) => ({
      program: one.program.name,
      verdict: one.verdict ?? null,
      share: one.share,
      costs: one.costs.map((cost) => jsonCost(cost, locale)),
      messages: lineTexts(one, locale),
    })),
    findings: findings.map((finding) => jsonFinding(finding, locale)),
  };
}

function jsonCost(cost: CostOfLine, locale: Locale): JsonCost {
  const { step, thread, resource, milliseconds, rangeMs, perFrame, share, confidence, assumption } = cost;
  return {
    what: step.kind === 'submit' ? step.call : step.kind === 'host' ? step.what : step.kind,
    thread,
    resource,
    milliseconds,
    rangeMs: confidence === undefined ? null : rangeMs,
    perFrame,
    share,
    confidence: confidence ?? null,
    ...(assumption ? { assumption: noteText(assumption, locale) } : {}),
  };
}
