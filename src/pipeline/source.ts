/** Where something stands in the source. Lines and columns count from 1, columns in UTF-16 units; `end` is exclusive. */
export interface SourceRange {
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** Where a number or a step comes from. `evidence` is the text that a user would recognise, e.g. `#define THREAD_COUNT 6`. */
export interface Provenance {
  kind:
    | 'literal'
    | 'define'
    | 'constant'
    | 'enum'
    | 'variable'
    | 'comment'
    | 'argument'
    | 'default'
    | 'path'
    | 'user';
  range?: SourceRange;
  evidence?: string;
}
