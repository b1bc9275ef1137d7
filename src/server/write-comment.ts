/** Edits that say a value in a comment for acl-perf, where no number of the source could hold it. */
import type { TextEdit } from '../analyzer/finding.ts';
import type { Parameter, Pipeline } from '../pipeline/pipeline.ts';
import { modelTimeName } from '../pipeline/settable.ts';
import type { SourceRange } from '../pipeline/source.ts';
import type { ServerState } from './state.ts';

type State = Pick<ServerState, 'session'>;

/** What a comment says of its line: `batch=16`, `cost=3.2ms`. */
interface Said {
  key: string;
  value: string;
}

const COMMENT = /\/\/[ \t]*acl-perf:/;
/** What settles an unknown, where that is a comment with one value. */
const SETTLES = /^\/\/ acl-perf: (\w+)=\S+$/;

/** The edits that say the value at each place that the parameter stands in for; empty where no comment can. */
export function commentEdits(
  parameter: Parameter,
  value: number,
  { unknowns }: Pipeline,
  state: State,
): TextEdit[] {
  const { name, unit, origin } = parameter;
  const text = unit === 'ms' ? `${value}ms` : String(value);
  if (isSaidOfModel(parameter)) return edits([origin.range], { key: 'batch', value: text }, state);
  const own = unknowns.filter((one) => one.parameter === name);
  const keys = new Set(own.map(({ settle }) => SETTLES.exec(settle)?.[1]));
  const [key, ...others] = keys;
  if (key === undefined || others.length > 0) return [];
  return edits(
    own.map(({ range }) => range),
    { key, value: text },
    state,
  );
}

/** The edits that say the time of a model, by the setting's name, where it is loaded. */
export function modelTimeEdits(name: string, value: number, { models }: Pipeline, state: State): TextEdit[] {
  const loads = models.filter(({ id }) => modelTimeName(id) === name).map(({ source }) => source);
  return edits(loads, { key: 'cost', value: `${value}ms` }, state);
}

/** The batch that the name of a model's file, or a comment at its loading, says. */
export const isSaidOfModel = ({ origin }: Parameter): boolean =>
  origin.kind === 'path' || origin.kind === 'comment';

/** One edit a line; none at all where one of the places can take no comment. */
function edits(places: readonly (SourceRange | undefined)[], said: Said, state: State): TextEdit[] {
  const lines = new Map(places.map((place) => [`${place?.file}:${place?.line}`, place]));
  const all = [...lines.values()].map((place) => place && commentEdit(place, said, state));
  return all.every((edit) => edit !== undefined) ? all : [];
}

/** In the comment that speaks of the line already, else in one of its own above it. */
function commentEdit({ file, line }: SourceRange, said: Said, { session }: State): TextEdit | undefined {
  const above = session.lineOf(file, line - 1);
  const own = session.lineOf(file, line);
  // A comment would end the lines of a macro.
  if (/\\\s*$/.test(above) || /\\\s*$/.test(own)) return undefined;
  if (COMMENT.test(own)) return amended(file, line, own, said);
  if (/^\s*\/\//.test(above) && COMMENT.test(above)) return amended(file, line - 1, above, said);
  const indent = /^\s*/.exec(own)?.[0] ?? '';
  const newText = `${indent}// acl-perf: ${said.key}=${said.value}\n`;
  return { range: { file, line, column: 1, endLine: line, endColumn: 1 }, newText };
}

/** With the value in the place of the one that is there, or before all else that is said. */
function amended(file: string, line: number, text: string, { key, value }: Said): TextEdit {
  const start = text.search(COMMENT);
  const rest = text.slice(start);
  const there = new RegExp(String.raw`(?<!\w)${key}\s*=\s*[^\s,;]+`).exec(rest);
  const head = COMMENT.exec(rest)?.[0] ?? '';
  const at = start + (there ? there.index : head.length);
  const length = there?.[0].length ?? 0;
  return {
    range: { file, line, column: at + 1, endLine: line, endColumn: at + length + 1 },
    newText: there ? `${key}=${value}` : ` ${key}=${value}`,
  };
}
