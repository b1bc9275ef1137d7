/** `acl-perf bench-kit`: writes a program that measures on the user's device what a profile needs. */
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { Session } from '../../service/session.ts';
import { planFor, planText } from '../bench-kit/plan.ts';
import { writeKit } from '../bench-kit/write.ts';
import type { CommonOptions } from '../config.ts';
import { findConfig, sessionSettings } from '../config.ts';
import type { Console } from '../console.ts';
import { displayName } from '../inputs.ts';
import { message } from '../messages.ts';
import { givenPrograms, openSession } from '../open.ts';
import { openPipeline } from '../pipeline-input.ts';

export interface BenchKitOptions extends CommonOptions {
  output: string;
  program?: string;
}

interface Given {
  device: string;
  programs: { pipeline: Pipeline; settings: Readonly<Record<string, number>> }[];
}

export async function benchKitCommand(
  paths: string[],
  options: BenchKitOptions,
  out: Console,
): Promise<number> {
  const { device, programs } = await givenBy(paths, options, out);
  const plan = planFor(programs);
  const files = writeKit(options.output, planText(plan, out.locale), __dirname);
  if (paths.length > 0 && programs.length === 0) out.note(message('no-program'));
  const unknown = plan.models.filter(({ path }) => path === undefined).map(({ name }) => name);
  if (unknown.length > 0) out.note(message('kit-paths', { names: unknown }));
  else if (plan.models.length > 0) out.note(message('kit-check-paths'));
  else out.note(message('kit-without-models'));
  out.note(message('kit-next', { folder: displayName(options.output), device }));
  out.print(files.map((file) => `${displayName(options.output)}/${file}`).join('\n'));
  return 0;
}

/** The programs of sources or of a pipeline; without either the kit measures the device alone. */
async function givenBy(paths: string[], options: BenchKitOptions, out: Console): Promise<Given> {
  const [only] = paths;
  if (only === undefined) {
    const { profile } = sessionSettings(options, findConfig(options, process.cwd(), out));
    return { device: profile.id, programs: [] };
  }
  if (paths.length === 1 && only.endsWith('.json')) {
    const { session, pipeline } = openPipeline(only, options, out);
    return { device: session.profileOf(pipeline).id, programs: settled(session, [pipeline]) };
  }
  const opened = await openSession(paths, options, out);
  const pipelines = givenPrograms(opened, options.program).map(({ pipeline }) => pipeline);
  const [first] = pipelines;
  const { session } = opened;
  const fallback = sessionSettings(options, opened.config).profile;
  return { device: (first ? session.profileOf(first) : fallback).id, programs: settled(session, pipelines) };
}

const settled = (session: Session, pipelines: Pipeline[]): Given['programs'] =>
  pipelines.map((pipeline) => ({ pipeline, settings: session.settingsOf(pipeline) }));
