/** Exports of a program's report as text: Markdown, JSON, CSV, a Chrome trace or one HTML file. */
import { today } from '../base/today.ts';
import type { ProgramAnalysis } from '../analyzer/analysis.ts';
import { PipelineError } from '../pipeline/errors.ts';
import { adviceFor } from '../service/advice.ts';
import { versionedJson } from '../service/json.ts';
import type { Made } from '../service/markdown.ts';
import { markdownReport } from '../service/markdown.ts';
import type { Texts } from '../service/locale.ts';
import { translator } from '../service/locale.ts';
import { parametersInUse } from '../service/parameters.ts';
import { programReport } from '../service/report.ts';
import { htmlReport } from './html-report.ts';
import { pageOf } from './report-page.ts';
import type { exportFormats } from './protocol.ts';
import { fileNameOf } from './protocol.ts';
import type { ServerState } from './state.ts';
import { portableName } from './uris.ts';

type Format = (typeof exportFormats)[number];
type Settings = Readonly<Record<string, number>>;

const TEXTS: Texts<'noPage'> = {
  noPage: {
    en: 'The page of the HTML report cannot be read: the installation is incomplete. Markdown can be exported.',
    zh: '无法读取 HTML 报告的页面：安装不完整。可导出 Markdown。',
  },
};

const ENDINGS: Record<Format, string> = {
  markdown: 'md',
  json: 'json',
  csv: 'csv',
  trace: 'trace.json',
  html: 'html',
};

export async function exportProgram(
  program: ProgramAnalysis,
  settings: Settings,
  format: Format,
  state: ServerState,
): Promise<{ text: string; fileName: string }> {
  const made = madeOf(program, state);
  const { id } = state.session.profileOf(program.pipeline);
  return {
    text: await textOf(program, settings, format, { ...state, made }),
    fileName: `${fileNameOf(`${program.name}-${id}-${made.date}`)}.${ENDINGS[format]}`,
  };
}

/** What is said of every export. */
function madeOf({ name }: ProgramAnalysis, { host, measured }: ServerState): Made {
  const known = measured.get(name);
  return { date: today(), version: host.version, ...(known ? { measured: known } : {}) };
}

type Exporting = ServerState & { made: Made };

/** Places as the workspace has them: where it lies on this machine is nobody's business. */
const portable = <T>(value: T, { folders }: ServerState): T =>
  JSON.parse(
    JSON.stringify(value, (key, part: unknown) =>
      key === 'file' && typeof part === 'string' ? portableName(part, folders) : part,
    ),
  ) as T;

/** A program without a rate has a report too, which says why. */
function refusal(error: unknown): PipelineError {
  if (error instanceof PipelineError) return error;
  throw error;
}

async function jsonReport(program: ProgramAnalysis, settings: Settings, state: ServerState) {
  const { session, locale } = state;
  const { pipeline } = program;
  const prediction = await session.assessed(pipeline, settings).catch(refusal);
  const parameters = parametersInUse(pipeline, session.settingsOf(pipeline, settings));
  const advice = await adviceFor(session, program, { settings });
  const report = programReport(
    { pipeline, prediction, profile: session.profileOf(pipeline), advice, parameters },
    locale,
  );
  return portable(report, state);
}

async function textOf(
  program: ProgramAnalysis,
  settings: Settings,
  format: Format,
  state: Exporting,
): Promise<string> {
  const { session, made, locale } = state;
  switch (format) {
    case 'json':
      return versionedJson({ ...(await jsonReport(program, settings, state)), made });
    case 'markdown':
      return markdownReport(await jsonReport(program, settings, state), locale, made);
    case 'csv':
      return utilizationCsv((await session.predict(program.pipeline, settings)).utilization, program, state);
    case 'trace':
      return traceOf(await session.trace(program, settings), program, state);
    case 'html':
      return html(program, settings, state);
  }
}

/** Each row by itself says what it is of: rows of several exports can stand in one table. */
function utilizationCsv(
  utilization: Record<string, number>,
  { name, pipeline }: ProgramAnalysis,
  { session, made }: Exporting,
): string {
  const about = [name, session.profileOf(pipeline).id, made.date, made.version].map(csvCell).join(',');
  const rows = Object.entries(utilization).map(
    ([resource, share]) => `${csvCell(resource)},${share},${about}`,
  );
  return ['resource,utilization,program,device,date,version', ...rows].join('\n');
}

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function traceOf(text: string, { name, pipeline }: ProgramAnalysis, state: Exporting): string {
  const { date, version, measured } = state.made;
  const about = {
    program: name,
    device: state.session.profileOf(pipeline).id,
    date,
    version,
    ...(measured ? { measured: `${measured.qps} QPS (${measured.from})` } : {}),
  };
  const trace = JSON.parse(text) as { otherData: Record<string, string> };
  return JSON.stringify(portable({ ...trace, otherData: { ...trace.otherData, ...about } }, state));
}

async function html(program: ProgramAnalysis, settings: Settings, state: Exporting): Promise<string> {
  const { session, locale, host, connection, folders, made } = state;
  const page = await host.reportPage(connection);
  if (page === null) throw new Error(translator(TEXTS, locale)('noPage'));
  const uri = (file: string): string => portableName(file, folders);
  const parts = {
    session,
    program,
    locale,
    uri,
    settings: { ...settings },
    ...(made.measured ? { measured: made.measured } : {}),
  };
  return htmlReport(page, [await pageOf(parts)], { locale, ...made });
}
