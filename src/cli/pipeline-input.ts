/** A Pipeline from a JSON file or stdin, and a session without source to simulate it in. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Analyzer } from '../analyzer/analysis.ts';
import { PipelineError } from '../pipeline/errors.ts';
import { parsePipeline } from '../pipeline/schema.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Locale } from '../service/locale.ts';
import { Session } from '../service/session.ts';
import { visibleIn } from '../pipeline/visible.ts';
import { UserError } from '../pipeline/words.ts';
import { parseJson } from '../pipeline/json-file.ts';
import type { CommonOptions, LoadedConfig } from './config.ts';
import { findConfig, readInput, sessionSettings } from './config.ts';
import type { Console } from './console.ts';
import { fileError, fileProblem } from './failure.ts';
import { JsonPlaces } from './json-places.ts';
import { message } from './messages.ts';
import { checkSet } from './open.ts';
import { withPlaces } from './pipeline-places.ts';
import { watchOver } from './watchdog.ts';

/** A session of a pipeline alone has no files to analyse. */
const noAnalyzer: Analyzer = {
  update: () => undefined,
  remove: () => undefined,
  configure: () => undefined,
  programs: () => [],
  beside: () => [],
  findings: () => [],
  unbuilt: () => new Set(),
  summaries: () => [],
  coverage: () => ({ verdict: 'complete', calls: 0, followed: 0, unread: [] }),
  notices: () => [],
  dispose: () => undefined,
};

export interface OpenedPipeline {
  session: Session;
  pipeline: Pipeline;
  config: LoadedConfig | undefined;
  locale: Locale;
}

/** `-` is stdin. Throws `CliError` that says what is wrong and where. */
export function openPipeline(file: string, options: CommonOptions, out: Console): OpenedPipeline {
  watchOver(out);
  const shown = file === '-' ? 'stdin' : file;
  const pipeline = readPipeline(file, shown);
  const folder = file === '-' ? process.cwd() : path.dirname(path.resolve(file));
  const config = findConfig(options, folder, out);
  const session = new Session(noAnalyzer, sessionSettings(options, config));
  checkSet(options.set ?? [], [pipeline]);
  return { session, pipeline, config, locale: out.locale };
}

function readPipeline(file: string, shown: string): Pipeline {
  const text = file === '-' ? readStdin() : readInput(file);
  if (text.includes('\0')) throw fileError(shown, message('binary-pipeline'));
  const value = parseJson(text, shown);
  try {
    return parsePlaced(value, text, shown);
  } catch (error) {
    const saysWhere = error instanceof PipelineError && error.range !== undefined;
    throw saysWhere || !(error instanceof UserError) ? error : fileError(shown, error);
  }
}

/** Its steps know their lines in the file. A valid pipeline is shallow enough to look for them. */
function parsePlaced(value: unknown, text: string, file: string): Pipeline {
  let known: JsonPlaces | undefined;
  const places = (): JsonPlaces => (known ??= new JsonPlaces(text, file));
  const pipeline = parsePipeline(value, (path) => places().rangeOf(path));
  return withPlaces(visibleIn(pipeline), places());
}

function readStdin(): string {
  try {
    return readFileSync(0, 'utf8');
  } catch (error) {
    throw fileError('stdin', fileProblem(error));
  }
}
