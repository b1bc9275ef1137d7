/** Edits that put values of parameters into the constants of the source. */
import type { Parameter, Pipeline } from '../pipeline/pipeline.ts';
import type { TextEdit } from '../analyzer/finding.ts';
import type { Texts } from '../service/locale.ts';
import { translator } from '../service/locale.ts';
import { toEdits } from './ranges.ts';
import type { DocumentEdits } from './protocol-shapes.ts';
import type { ServerState } from './state.ts';

const TEXTS: Texts<'unknown' | 'open' | 'form' | 'path'> = {
  unknown: { en: 'the program has no such parameter', zh: '程序没有此参数' },
  open: { en: 'its value comes from outside of the source', zh: '其值来自源码之外' },
  path: { en: 'the name of the model’s file says it', zh: '其值由模型文件名给出' },
  form: { en: 'its definition is not a plain number', zh: '其定义不是单纯的数字' },
};

export interface Written {
  edit: DocumentEdits;
  notWritten: { name: string; reason: string }[];
}

export function writeToSource(
  pipeline: Pipeline,
  settings: Readonly<Record<string, number>>,
  state: Pick<ServerState, 'session' | 'names' | 'locale'>,
): Written {
  const t = translator(TEXTS, state.locale);
  const edits: TextEdit[] = [];
  const notWritten: Written['notWritten'] = [];
  for (const [name, value] of Object.entries(settings)) {
    const parameter = pipeline.parameters.find((candidate) => candidate.name === name);
    const edit = parameter && editOf(parameter, value, state);
    if (parameter === undefined) notWritten.push({ name, reason: t('unknown') });
    else if (parameter.kind === 'open') notWritten.push({ name, reason: t('open') });
    else if (parameter.origin.kind === 'path') notWritten.push({ name, reason: t('path') });
    else if (edit === undefined) notWritten.push({ name, reason: t('form') });
    else edits.push(edit);
  }
  return { edit: toEdits(edits, state.names), notWritten };
}

/** A number of C++, with what may follow it. */
const NUMBER = /(?<![\w.])(0[xX][0-9a-fA-F]+(?![0-9a-fA-F])|\d+(?:\.\d+)?)([uUlLzZfF]*)(?![\w.])/g;

/**
 * The edit of the one number in the parameter's definition. The definition's range may be the number itself, its line
 * or more of it: undefined where it holds no number or several that could be meant.
 */
export function editOf(
  { name, origin }: Parameter,
  value: number,
  state: Pick<ServerState, 'session'>,
): TextEdit | undefined {
  const { range } = origin;
  if (range === undefined || range.line !== range.endLine) return undefined;
  const line = state.session.lineOf(range.file, range.line);
  const from = definitionStart(line, name, range.column - 1);
  const code = line.slice(0, commentStart(line));
  const numbers = [...code.matchAll(NUMBER)].filter(({ index }) => index >= from);
  const within = numbers.filter(({ index }) => index < range.endColumn - 1);
  const [only, ...others] = within.length > 0 ? within : numbers;
  if (only === undefined || others.length > 0) return undefined;
  const column = only.index + 1;
  const endColumn = column + (only[1] ?? '').length;
  return {
    range: { file: range.file, line: range.line, column, endLine: range.line, endColumn },
    newText: String(value),
  };
}

/** Where the value begins: behind the name where the range begins before it. */
function definitionStart(line: string, name: string, from: number): number {
  const at = line.slice(from).search(new RegExp(String.raw`\b${name.replace(/[^\w]/g, String.raw`\$&`)}\b`));
  return at < 0 ? from : from + at + name.length;
}

function commentStart(line: string): number {
  const at = line.search(/\/\/|\/\*/);
  return at < 0 ? line.length : at;
}
