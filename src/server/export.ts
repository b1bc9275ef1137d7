/** Exports of a program's report as text: Markdown, JSON, CSV, a Chrome trace or one HTML file. */
import type { ProgramAnalysis } from '../analyzer/analysis.ts';
import { PipelineError } from '../pipeline/errors.ts';
import { adviceFor } from '../service/advice.ts';
import { versionedJson } from '../service/json.ts';
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
  return {
    text: await textOf(program, settings, format, state),
    fileName: `${fileNameOf(program.name)}.${ENDINGS[format]}`,
  };
}

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
  return programReport(
    { pipeline, prediction, profile: session.profileOf(pipeline), advice, parameters },
    locale,
  );
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
      return versionedJson(await jsonReport(program, settings, state));
    case 'markdown':
      return markdownReport(await jsonReport(program, settings, state), state.locale);
    case 'csv':
      return utilizationCsv((await session.predict(program.pipeline, settings)).utilization);
    case 'trace':
      return session.trace(program, settings);
    case 'html':
      return html(program, settings, state);
  }
}

function utilizationCsv(utilization: Record<string, number>): string {
  const rows = Object.entries(utilization).map(([resource, share]) => `${resource},${share}`);
  return ['resource,utilization', ...rows].join('\n');
}

async function html(program: ProgramAnalysis, settings: Settings, state: ServerState): Promise<string> {
  const { session, locale, host, connection, names, measured } = state;
  const page = await host.reportPage(connection);
  if (page === null) throw new Error(translator(TEXTS, locale)('noPage'));
  const known = measured.get(program.name);
  const uri = (file: string): string => names.uri(file);
  const parts = {
    session,
    program,
    locale,
    uri,
    settings: { ...settings },
    ...(known ? { measured: known } : {}),
  };
  return htmlReport(page, [await pageOf(parts)], { locale, version: host.version });
}
