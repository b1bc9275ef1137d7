/** A text scan for lines that give a device work or wait for it. It shares nothing with the analyzer, which is held against it. */

export const KINDS = {
  execute: /\baclmdlExecute\w*\s*\(/,
  copy: /\baclrtMem(?:cpy|set)\w*\s*\(/,
  picture:
    /\b(?:acldvpp(?:Vpc|Jpeg[DE]|Png[DE])\w*Async|aclv(?:dec|enc)Send\w*|hi_mpi_(?:vpc|jpegd|jpege|pngd|vdec|venc)_(?:send|get_stream|get_frame|get_process|get_image_data|crop|resize|convert|copy|pyr\w|calc|equalize|batch|remap|sobel)\w*)\s*\(/,
  wait: /\baclrt(?:Synchronize\w*|StreamWaitEvent)\s*\(/,
  operator:
    /\b(?:aclop(?:Execute\w*|ExecWith\w*)|aclblas\w+|aclrtLaunchKernel\w*|aclnn(?!\w*GetWorkspaceSize)[A-Z]\w*)\s*\(/,
} as const;
export type WorkKind = keyof typeof KINDS;

export interface WorkLine {
  line: number;
  kind: WorkKind;
  text: string;
}

/** Comments, strings and characters. */
const OPAQUE = /\/\/(?:[^\\\n]|\\[^])*|\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.){1,8}'/g;

/** Blanked but for line ends, so that lines keep their numbers. */
const blanked = (text: string): string => text.replace(OPAQUE, (part) => part.replace(/[^\n]/g, ' '));

/**
 * What stands before the name of a call that is none: a type, a `#define`, another name behind `dlsym`. What looks like
 * `return f(` or `else f(` is a call.
 */
const DECLARED =
  /(?:^|[;{}])\s*(?:(?!return\b|else\b|do\b|co_)[A-Za-z_][\w:<>]*[\s*&]+)+$|(?:^|\s)#\s*define\b/;

/** Lines that a call's arguments may take. */
const MOST_LINES = 6;

/** A copy from the host to the host is no work of a device. */
function isOnHost(lines: readonly string[], index: number): boolean {
  const [statement = ''] = lines
    .slice(index, index + MOST_LINES)
    .join('\n')
    .split(';');
  return statement.includes('ACL_MEMCPY_HOST_TO_HOST');
}

/** The lines of a file that give work, each once, with what they do first. */
export function workLines(text: string): WorkLine[] {
  const lines = blanked(text).split('\n');
  return lines.flatMap((line, index) => {
    const found = (Object.keys(KINDS) as WorkKind[]).flatMap((kind) => {
      const at = KINDS[kind].exec(line)?.index;
      return at === undefined || DECLARED.test(`${lines[index - 1] ?? ''} ${line.slice(0, at)}`)
        ? []
        : [{ kind, at }];
    });
    const [first] = found.sort((a, b) => a.at - b.at);
    const isWork = first && !isOnHost(lines, index);
    return isWork ? [{ line: index + 1, kind: first.kind, text: line.trim() }] : [];
  });
}
