/** `acl-perf pipeline`: the extracted Pipeline as JSON. */
import { versionedJson } from '../../service/json.ts';
import { sentence } from '../../pipeline/words.ts';
import { emptyPipeline } from '../../pipeline/empty.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { CommonOptions } from '../config.ts';
import type { Console } from '../console.ts';
import { STATUS } from '../status.ts';
import { hasLosses, noteNotices } from '../notes.ts';
import { givenPrograms, openSession } from '../open.ts';
import { message, MESSAGES } from '../messages.ts';

export interface PipelineOptions extends CommonOptions {
  program?: string;
}

/** Valid, and nothing in it: `detail` says why. */
function noProgram(name: string, detail: string): Pipeline {
  return { ...emptyPipeline(name), unknowns: [{ code: 'no-program', detail, settle: '' }] };
}

export async function pipeline(paths: string[], options: PipelineOptions, out: Console): Promise<number> {
  const opened = await openSession(paths, options, out);
  const pipelines = givenPrograms(opened, options.program).map((program) => program.pipeline);
  noteNotices(opened, options.verbose, out);
  if (pipelines.length === 0 && hasLosses(opened)) return STATUS.notUnderstood;
  if (pipelines.length === 0) {
    const name = paths.join(' ');
    out.note(message('in-file', { file: name, what: message('no-program') }));
    out.print(versionedJson(noProgram(name, sentence(MESSAGES, message('no-program'), opened.locale))));
    return 0;
  }
  const [first] = pipelines;
  out.print(versionedJson(first && pipelines.length === 1 ? first : { pipelines }));
  return 0;
}
