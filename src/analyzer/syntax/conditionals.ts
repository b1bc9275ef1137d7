/** Preprocessor conditionals: which side is compiled, and what to do when the sides do not hold whole braces. */
import { ownValue } from '../../base/own-value.ts';
import { literalValue } from './lower-expressions.ts';

export type Defines = ReadonlyMap<string, string>;

/** What every C++ compiler on Linux defines. */
const builtin: Defines = new Map([
  ['__cplusplus', '201402'],
  ['__linux__', '1'],
  ['__GNUC__', '9'],
]);

/** Whether `#if <condition>` holds. Names that nothing defines count as 0, as the language says. */
export function conditionHolds(condition: string, defines: Defines): boolean {
  const value = (name: string) => defines.get(name) ?? builtin.get(name);
  const tokens = condition.match(/defined\b|[A-Za-z_]\w*|\d[\w']*|&&|\|\||[=!<>]=|[()!<>+\-*/%]/g) ?? [];
  let at = 0;
  const next = () => tokens[at++] ?? '';
  const primary = (): number => {
    const token = next();
    if (token === '!') return primary() ? 0 : 1;
    if (token === '-') return -primary();
    if (token === '(') {
      const inner = binary(0);
      at++;
      return inner;
    }
    if (token === 'defined') {
      const name = tokens[at] === '(' ? (tokens[at + 1] ?? '') : (tokens[at] ?? '');
      at += tokens[at] === '(' ? 3 : 1;
      return value(name) === undefined ? 0 : 1;
    }
    const text = /^\d/.test(token) ? token : (value(token) ?? '0');
    return /^\d/.test(text) ? Math.trunc(literalValue(text)) || 0 : 0;
  };
  const binary = (level: number): number => {
    const levels = [['||'], ['&&'], ['==', '!='], ['<', '>', '<=', '>='], ['+', '-'], ['*', '/', '%']];
    const operators = levels[level];
    if (!operators) return primary();
    let left = binary(level + 1);
    while (operators.includes(tokens[at] ?? '')) left = apply(next(), left, binary(level + 1));
    return left;
  };
  return tokens.length <= 200 && binary(0) !== 0;
}

const operations: Record<string, (left: number, right: number) => number> = {
  '||': (a, b) => (a || b ? 1 : 0),
  '&&': (a, b) => (a && b ? 1 : 0),
  '==': (a, b) => (a === b ? 1 : 0),
  '!=': (a, b) => (a !== b ? 1 : 0),
  '<': (a, b) => (a < b ? 1 : 0),
  '>': (a, b) => (a > b ? 1 : 0),
  '<=': (a, b) => (a <= b ? 1 : 0),
  '>=': (a, b) => (a >= b ? 1 : 0),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b ? Math.trunc(a / b) : 0),
  '%': (a, b) => (b ? a % b : 0),
};

function apply(operator: string, left: number, right: number): number {
  return ownValue(operations, operator)?.(left, right) ?? 0;
}

/** Holds for the directive's own text, e.g. `#ifdef X`. */
export function directiveHolds(directive: string, defines: Defines): boolean {
  const [, keyword = '', rest = ''] = /^\s*#\s*(\w+)(.*)/s.exec(directive) ?? [];
  const isDefined = () => conditionHolds(`defined ${rest.trim().split(/\W/)[0] ?? ''}`, defines);
  if (keyword === 'ifdef' || keyword === 'elifdef') return isDefined();
  if (keyword === 'ifndef' || keyword === 'elifndef') return !isDefined();
  return conditionHolds(rest, defines);
}

interface Group {
  /** Offsets of the directives' lines, `#if` first, `#endif` last. */
  directives: { start: number; end: number; text: string }[];
}

/**
 * The text with every conditional blanked whose sides hold unbalanced braces, so that the parser sees whole functions;
 * the side that is compiled stays. Offsets do not change. Returns the text itself where there is nothing to do.
 */
export function blankUnbalanced(text: string, defines: Defines): string {
  if (!/^[ \t]*#[ \t]*if/m.test(text)) return text;
  const known = new Map(defines);
  const blanks: { start: number; end: number }[] = [];
  for (const group of conditionalGroups(text)) {
    if (sides(group).every(({ start, end }) => isBalanced(text.slice(start, end)))) continue;
    blanks.push(...blanksOf(group, known));
  }
  if (!blanks.length) return text;
  blanks.sort((a, b) => a.start - b.start);
  let result = '';
  let at = 0;
  for (const { start, end } of blanks) {
    if (end <= at) continue;
    const from = Math.max(at, start);
    result += text.slice(at, from) + text.slice(from, end).replace(/[^\r\n]/g, ' ');
    at = end;
  }
  return result + text.slice(at);
}

function sides(group: Group): { start: number; end: number }[] {
  return group.directives.slice(0, -1).map((directive, index) => ({
    start: directive.end,
    end: group.directives[index + 1]?.start ?? directive.end,
  }));
}

function blanksOf(group: Group, defines: Defines): { start: number; end: number }[] {
  const all = sides(group);
  let taken = group.directives.findIndex(
    ({ text }, index) => index < all.length && !/#\s*else/.test(text) && directiveHolds(text, defines),
  );
  if (taken < 0) taken = group.directives.findIndex(({ text }) => /#\s*else/.test(text));
  const blanks = group.directives.map(({ start, end }) => ({ start, end }));
  return [...blanks, ...all.filter((_, index) => index !== taken)];
}

function conditionalGroups(text: string): Group[] {
  const open: Group[] = [];
  const done: Group[] = [];
  for (const match of text.matchAll(
    /^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b(?:\\\r?\n|[^\n])*/gm,
  )) {
    const directive = { start: match.index, end: match.index + match[0].length, text: match[0] };
    if (match[1]?.startsWith('if')) open.push({ directives: [directive] });
    else open.at(-1)?.directives.push(directive);
    const group = match[1] === 'endif' ? open.pop() : undefined;
    if (group) done.push(group);
  }
  return done;
}

function isBalanced(text: string): boolean {
  const plain = text.replace(
    /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])'/g,
    '',
  );
  let depth = 0;
  for (const { 0: brace } of plain.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
