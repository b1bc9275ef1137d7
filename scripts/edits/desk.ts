/** What stands in the editor: the files' texts now, and what undoes the changes that led to them. */
import type { DocumentChange } from '../../src/analyzer/analysis.ts';
import type { AnalysisSettings } from '../../src/analyzer/analysis.ts';
import type { Texts } from './workspaces.ts';

/** A step that the analyzer is told of; a file without a text is gone. */
export type Step =
  | ({ kind: 'text' } & DocumentChange)
  | { kind: 'remove'; file: string }
  | { kind: 'configure'; settings: AnalysisSettings };

export class Desk {
  readonly texts: Map<string, string>;
  settings: AnalysisSettings = {};
  /** The texts before each change, the newest last. */
  private readonly past: { file: string; text: string | undefined }[] = [];

  constructor(texts: Texts) {
    this.texts = new Map(texts);
  }

  /** Names of all files, in an order that does not depend on what was done to them. */
  get files(): string[] {
    return [...this.texts.keys()].sort();
  }

  textOf(file: string): string {
    return this.texts.get(file) ?? '';
  }

  /** Another text for a file, as the editor sends it: with what changed, or (`whole`) without, as from the disk. */
  write(file: string, text: string, whole = false): Step[] {
    const before = this.texts.get(file);
    if (before === text) return [];
    this.past.push({ file, text: before });
    this.texts.set(file, text);
    const edit = before === undefined || whole ? {} : { edit: differing(before, text) };
    return [{ kind: 'text', file, text, ...edit }];
  }

  remove(file: string): Step[] {
    const before = this.texts.get(file);
    if (before === undefined) return [];
    this.past.push({ file, text: before });
    this.texts.delete(file);
    return [{ kind: 'remove', file }];
  }

  configure(settings: AnalysisSettings): Step[] {
    this.settings = settings;
    return [{ kind: 'configure', settings }];
  }

  undo(): Step[] {
    const last = this.past.pop();
    if (!last) return [];
    const steps = last.text === undefined ? this.remove(last.file) : this.write(last.file, last.text);
    if (steps.length) this.past.pop();
    return steps;
  }
}

/** The one piece in which two texts differ. */
function differing(before: string, after: string): NonNullable<DocumentChange['edit']> {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { startOffset: start, oldEndOffset: before.length - end, newEndOffset: after.length - end };
}
