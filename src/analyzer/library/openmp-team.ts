/** OpenMP: which thread of a team does what only one of them does, as a section or what is `single`. */
import type { Statement } from '../syntax/ast.ts';
import { bodiesOf } from '../syntax/visit.ts';

/** The construct that a pragma stands before: the first statement that is none, with the pragmas before it. */
export function constructOf(rest: readonly Statement[]): readonly Statement[] {
  const at = rest.findIndex(({ kind }) => kind !== 'pragma');
  return at < 0 ? [] : rest.slice(0, at + 1);
}

/** Who does the parts of a region: by the first statement of each the place of its thread in the team. */
export interface Deal {
  threads: number;
  lanes: ReadonlyMap<Statement, number>;
}

/**
 * Deals a region's parts out. Each is done once: what all wait for by the first thread, what they do not by the next one.
 * @param most the threads of the team, where that is known.
 */
export function dealOf(pragma: string, rest: readonly Statement[], most = Infinity): Deal {
  const lanes = new Map<Statement, number>();
  let threads = 0;
  const deal = (part: Statement | undefined, lane: number): void => {
    if (!part) return;
    lanes.set(part, lane % most);
    threads = Math.max(threads, Math.min(lane + 1, most));
  };
  const visit = (text: string, construct: readonly Statement[]): void => {
    const [first] = construct;
    if (isSections(text)) sectionsOf(construct).forEach(([part], place) => deal(part, place));
    else if (isOnFirst(text)) deal(first, 0);
    else if (isSingle(text)) deal(first, /\bnowait\b/.test(text) ? threads : 0);
  };
  visit(pragma, rest);
  visitPragmas(rest, visit);
  return { threads, lanes };
}

export const isSections = (text: string): boolean => /\bomp\s+(?:parallel\s+)?sections\b/.test(text);
const isOnFirst = (text: string): boolean => /\bomp\s+(?:parallel\s+)?(?:master|masked)\b/.test(text);
const isSingle = (text: string): boolean => /\bomp\s+single\b/.test(text);

/** Whether one thread of the team does what follows, and the others pass it over. */
export const isForOne = (text: string): boolean => isOnFirst(text) || isSingle(text);

/** The sections of a block: of the first one the pragma may be left out. */
export function sectionsOf(construct: readonly Statement[]): readonly (readonly Statement[])[] {
  const block = construct.at(-1);
  const sections: Statement[][] = [[]];
  for (const statement of block?.kind === 'block' ? block.body : []) {
    if (statement.kind === 'pragma' && /\bomp\s+section\b/.test(statement.text)) sections.push([]);
    else sections.at(-1)?.push(statement);
  }
  return sections.filter(({ length }) => length > 0);
}

/** Every pragma in the statements with the construct that it stands before; a region inside has a team of its own. */
function visitPragmas(
  statements: readonly Statement[],
  visit: (text: string, construct: readonly Statement[]) => void,
): void {
  for (const [at, statement] of statements.entries()) {
    const isRegion = statement.kind === 'pragma' && /\bomp\s+parallel\b/.test(statement.text);
    if (statement.kind === 'pragma' && !isRegion)
      visit(statement.text, constructOf(statements.slice(at + 1)));
    for (const body of bodiesOf(statement)) visitPragmas(body, visit);
  }
}
