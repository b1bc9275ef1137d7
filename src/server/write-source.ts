/** Edits that put values of parameters into the constants of the source, or into comments where no constant holds them. */
import type { Parameter, Pipeline } from '../pipeline/pipeline.ts';
import type { TextEdit } from '../analyzer/finding.ts';
import type { Texts } from '../service/locale.ts';
import { translator } from '../service/locale.ts';
import { toEdits } from './ranges.ts';
import { commentEdits, isSaidOfModel, modelTimeEdits } from './write-comment.ts';
import type { DocumentEdits } from './protocol-shapes.ts';
import type { ServerState } from './state.ts';

const TEXTS: Texts<'unknown' | 'open' | 'form' | 'convert'> = {
  unknown: { en: 'the program has no such parameter', zh: '程序没有此参数' },
  open: { en: 'its value comes from outside of the source', zh: '其值来自源码之外' },
  convert: {
    en: 'said in a comment where the model is loaded; the model’s file has to be converted for it',
    zh: '已写入模型加载处的注释；模型文件需按此批大小重新转换',
  },
  form: { en: 'its definition is not a plain number', zh: '其定义不是单纯的数字' },
};

export interface Written {
  edit: DocumentEdits;
  notWritten: { name: string; reason: string }[];
  /** What is written and is not all that has to be done. */
  remarks: { name: string; reason: string }[];
}

export function writeToSource(
  pipeline: Pipeline,
  settings: Readonly<Record<string, number>>,
  state: Pick<ServerState, 'session' | 'names' | 'locale'>,
): Written {
  const t = translator(TEXTS, state.locale);
  const edits: TextEdit[] = [];
  const notWritten: Written['notWritten'] = [];
  const remarks: Written['remarks'] = [];
  for (const [name, value] of Object.entries(settings)) {
    const parameter = pipeline.parameters.find((candidate) => candidate.name === name);
    const found = parameter
      ? editsOf(parameter, value, pipeline, state)
      : modelTimeEdits(name, value, pipeline, state);
    edits.push(...found);
    if (parameter === undefined && found.length === 0) notWritten.push({ name, reason: t('unknown') });
    else if (found.length === 0)
      notWritten.push({ name, reason: t(parameter?.kind === 'open' ? 'open' : 'form') });
    else if (parameter?.origin.kind === 'path') remarks.push({ name, reason: t('convert') });
  }
  return { edit: toEdits(edits, state.names), notWritten, remarks };
}

/** Of the number in the source, else of comments that say it. */
function editsOf(
  parameter: Parameter,
  value: number,
  pipeline: Pipeline,
  state: Pick<ServerState, 'session'>,
): TextEdit[] {
  if (parameter.kind === 'open' || isSaidOfModel(parameter))
    return commentEdits(parameter, value, pipeline, state);
  const edit = editOf(parameter, value, state);
  return edit ? [edit] : [];
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
