/** A `std::unique_ptr` that ends a thing of the runtime on every way out of a function. */
import type { TextEdit } from '../../finding.ts';
import { point } from './text/edits.ts';
import { freshName } from './waits/bounded-wait.ts';
import type { SourceText } from './text/source-text.ts';
import type { LoopSite } from './loop-site.ts';
import { declaredIn } from './syntax.ts';

/** Handles that are pointers by another name. */
const HANDLES = ['aclrtStream', 'aclrtEvent', 'aclrtContext'];

interface Owner {
  name: string;
  lines: string[];
  includes: TextEdit[];
}

/** `by`: the function that ends what the variable holds. */
export function ownerOf({ name, type }: { name: string; type: string }, by: string, text: SourceText): Owner {
  const owner = freshName(text, `${name}Owner`);
  const lines = [`std::unique_ptr<${type}, decltype(&${by})> ${owner}(${name}, ${by});`];
  return { name: owner, lines, includes: withInclude('<memory>', text) };
}

/** What the variable points to, as its declaration has it. */
export function pointee(name: string, { body }: LoopSite): string {
  const type = declaredIn(body.statements).find((one) => one.name === name)?.type;
  if (type && HANDLES.includes(type.name)) return 'void';
  if (type?.pointers === 1 && type.name !== 'auto') return type.name;
  return `std::remove_pointer<decltype(${name})>::type`;
}

/** The line behind the file's includes; none where the header is there. */
export function withInclude(header: string, text: SourceText): TextEdit[] {
  let last = 0;
  for (let line = 1; line <= text.lineCount; line++) {
    if (!/^\s*#\s*include\b/.test(text.line(line))) continue;
    if (text.line(line).includes(header)) return [];
    last = line;
  }
  const newText = `#include ${header}${text.newline}`;
  return [{ range: point(text.file, last + 1, 1), newText }];
}
