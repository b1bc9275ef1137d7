/** Exports of a program's report as text: Markdown, JSON, CSV, a Chrome trace or one HTML file. */
import type { ProgramAnalysis } from '../analyzer/analysis.ts';
import { adviceFor } from '../service/advice.ts';
import { toJson } from '../service/json.ts';
import { markdownReport } from '../service/markdown.ts';
import { parametersInUse } from '../service/parameters.ts';
import { programReport } from '../service/report.ts';
import { chromeTrace } from '../sim/chrome-trace.ts';
import type { Prediction } from '../sim/prediction.ts';
import { cutTimeline } from '../sim/timeline.ts';
import { htmlReport } from './html-report.ts';
import { buildReport } from './program-report.ts';
import type { exportFormats } from './protocol.ts';
import type { ServerState } from './state.ts';

type Format = (typeof exportFormats)[number];
type Settings = Readonly<Record<string, number>>;

const ENDINGS: Record<Format, string> = {
  markdown: 'md',
  json: 'json',
  csv: 'csv',
  trace: 'trace.json',
  html: 'html',
};

/** A file name that every system takes. */
const fileName = (program: string, format: Format): string =>
  `${program.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80) || 'program'}.${ENDINGS[format]}`;

export async function exportProgram(
  program: ProgramAnalysis,
  settings: Settings,
  format: Format,
  state: ServerState,
): Promise<{ text: string; fileName: string }> {
  return { text: await textOf(program, settings, format, state), fileName: fileName(program.name, format) };
}

function jsonReport(program: ProgramAnalysis, settings: Settings, state: ServerState) {
  const { session, locale } = state;
  const { pipeline } = program;
  const prediction = session.predict(pipeline, settings);
  const parameters = parametersInUse(pipeline, session.settingsOf(pipeline, settings));
  const advice = adviceFor(session, program);
  return programReport({ pipeline, prediction, profile: session.profile, advice, parameters }, locale);
}

async function textOf(
  program: ProgramAnalysis,
  settings: Settings,
  format: Format,
  state: ServerState,
): Promise<string> {
  const { session } = state;
  switch (format) {
    case 'json':
      return toJson(jsonReport(program, settings, state));
    case 'markdown':
      return markdownReport(jsonReport(program, settings, state), state.locale);
    case 'csv':
      return utilizationCsv(session.predict(program.pipeline, settings).utilization);
    case 'trace':
      return JSON.stringify(traceOf(program.name, session.predictTimeline(program.pipeline, settings)));
    case 'html':
      return html(program, state);
  }
}

/** The trace tells what part of the run it shows: a simulation goes on far beyond what a viewer takes. */
function traceOf(name: string, { timeline = [], run, qps }: Prediction) {
  const { fromMs, toMs } = cutTimeline(timeline, { most: Infinity });
  return chromeTrace(timeline, name, {
    shows: `${fromMs.toFixed(1)} to ${toMs.toFixed(1)} ms of ${run.simulatedMs.toFixed(1)} ms simulated`,
    qps: String(qps),
  });
}

function utilizationCsv(utilization: Record<string, number>): string {
  const rows = Object.entries(utilization).map(([resource, share]) => `${resource},${share}`);
  return ['resource,utilization', ...rows].join('\n');
}

async function html(program: ProgramAnalysis, state: ServerState): Promise<string> {
  const page = await state.host.reportPage();
  if (page === null)
    throw new Error('this host has no HTML report: use Markdown, or acl-perf predict --report');
  const uri = (file: string): string => state.names.uri(file);
  const { report } = buildReport({ session: state.session, program, locale: state.locale, uri });
  return htmlReport(page, [report], state.locale);
}
