/** `acl-perf plan`: from a wish to a design, with its program. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { PipelineError } from '../../pipeline/errors.ts';
import { nodeSimulator } from '../../server/node-threads.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import type { Design } from '../../service/design/design.ts';
import { designFor, isRefused } from '../../service/design/design.ts';
import { designerWith, PROGRAM_FILE } from '../../service/design/designer.ts';
import type { Refusal } from '../../service/design/search.ts';
import { refusalText } from '../../service/design/text.ts';
import type { Wish } from '../../service/design/wish.ts';
import { toJson, versionedJson } from '../../service/json.ts';
import type { CommonOptions } from '../config.ts';
import { findConfig, sessionSettings } from '../config.ts';
import type { Console } from '../console.ts';
import { CliError, fileError } from '../failure.ts';
import { message } from '../messages.ts';
import { sessionWith } from '../open.ts';
import { designLines, jsonDesign, jsonRefusal } from '../render/design.ts';
import { STATUS } from '../status.ts';
import { watchOver } from '../watchdog.ts';
import { writeWhole } from '../whole-file.ts';
import { type WishOptions, wishOf } from '../wish.ts';

export interface PlanOptions extends CommonOptions, WishOptions {
  format: 'text' | 'json';
  /** Folder for the program and its pipeline. */
  write?: string;
}

export async function planCommand(model: string, options: PlanOptions, out: Console): Promise<number> {
  watchOver(out);
  const wish = wishOf(model, options);
  const settings = sessionSettings(options, findConfig(options, process.cwd(), out));
  const simulator = nodeSimulator();
  out.progress(message('planning', { model }));
  try {
    const designer = designerWith(await sessionWith([], settings), simulator, settings.profile);
    const answer = await designFor(wish, designer);
    if (!isRefused(answer) && options.write !== undefined) write(options.write, answer, out);
    out.print(answerText({ wish, answer, profile: settings.profile }, options.format, out));
    return isRefused(answer) ? STATUS.findings : 0;
  } catch (error) {
    throw error instanceof PipelineError ? new CliError('not-planned', { why: error }) : error;
  } finally {
    await simulator.close();
  }
}

function answerText({ wish, answer, profile }: Planned, format: PlanOptions['format'], out: Console): string {
  if (isRefused(answer)) {
    const why = refusalText(answer, wish, out.locale);
    return format === 'json' ? versionedJson(jsonRefusal(wish, answer, why, profile)) : why;
  }
  return format === 'json'
    ? versionedJson(jsonDesign(wish, answer, profile))
    : designLines(answer, profile, out).join('\n');
}

interface Planned {
  wish: Wish;
  answer: Design | Refusal;
  profile: DeviceProfile;
}

/** The program and its pipeline. What is there already is the user's: nothing is written over it. */
function write(folder: string, { source, pipeline }: Design, out: Console): void {
  const files = [
    [path.join(folder, PROGRAM_FILE), source],
    [path.join(folder, 'pipeline.json'), `${toJson(pipeline)}\n`],
  ] as const;
  const there = files.find(([file]) => existsSync(file));
  if (there) throw fileError(there[0], message('is-there'));
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of files) {
    writeWhole(file, text);
    out.note(message('in-file', { file, what: message('written') }));
  }
}
