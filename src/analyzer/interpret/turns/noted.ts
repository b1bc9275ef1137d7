/** What an attempt may change beside the store, to be put back where it comes to nothing. */
import type { Interpreter } from '../interpreter.ts';

/** The state of a run beside its store. */
export interface Noted {
  lengths: { objects: number; pending: number; threads: number; openObjects: number };
  separated: number;
  fields: Pick<
    Interpreter,
    | 'loops'
    | 'nodes'
    | 'path'
    | 'outerLoops'
    | 'functionName'
    | 'statement'
    | 'resultName'
    | 'guards'
    | 'returned'
    | 'alternative'
    | 'course'
    | 'waitedIn'
    | 'awaited'
    | 'openLocks'
  >;
}

export function notedOf(run: Interpreter): Noted {
  const { loops, nodes, path, outerLoops, functionName, statement, resultName } = run;
  const { guards, returned, alternative, course, waitedIn, awaited, openLocks } = run;
  return {
    lengths: {
      objects: run.objects.length,
      pending: run.pending.length,
      threads: run.trace.threads.length,
      openObjects: run.openObjects.length,
    },
    separated: run.separated.size,
    fields: {
      ...{ loops, nodes, path, outerLoops, functionName, statement, resultName },
      ...{ guards, returned, alternative, course, waitedIn, awaited, openLocks },
    },
  };
}

export function restore(run: Interpreter, { lengths, separated, fields }: Noted): void {
  run.objects.length = lengths.objects;
  run.pending.length = lengths.pending;
  run.trace.threads.length = lengths.threads;
  run.openObjects.length = lengths.openObjects;
  for (const own of [...run.separated.keys()].slice(separated)) run.separated.delete(own);
  Object.assign(run, fields);
}
