/** Files of the user's that hold JSON: what is wrong with one is said in one line, with the place in it. */
import * as v from 'valibot';
import type { IssueStatement } from './issues.ts';
import { ISSUES, issueStatement } from './issues.ts';
import type { Statement, Texts, Values } from './words.ts';
import { UserError } from './words.ts';

export const FILE_TEXTS = {
  ...ISSUES,
  'in-file': { en: '{file}: {what}', zh: '{file}: {what}' },
  'unreadable-profile': { en: 'the device profile cannot be read', zh: '无法读取设备配置' },
  'unreadable-measured': {
    en: 'the file of what was measured cannot be read',
    zh: '无法读取实测数据目录文件',
  },
  'remote-path': { en: 'leads to another machine and is not opened', zh: '指向另一台机器，未打开' },
  'not-json': { en: 'not JSON: {why}', zh: '不是 JSON：{why}' },
  'empty-file': { en: 'the file is empty', zh: '文件为空' },
  'cut-off': { en: 'it ends in the middle', zh: '内容不完整' },
  'unexpected-character': { en: 'unexpected {character}', zh: '含有意外的 {character}' },
} satisfies Texts<string>;

type FileTextId = keyof typeof FILE_TEXTS;

/** A file of the user's that cannot be used. `place` is its name, or `name:line:column`. */
export class FileError extends UserError<FileTextId> {
  constructor(place: string, id: FileTextId, data: Values<FileTextId> = {}) {
    super(FILE_TEXTS, { id: 'in-file', data: { file: place, what: { id, data } } });
    this.name = 'FileError';
  }
}

/** The value in a file. @throws FileError with `file:line:column: not JSON: what`. */
export function parseJson(text: string, file: string): unknown {
  const json = text.replace(/^\ufeff/, '');
  const problem = problemOf(json);
  if (problem === undefined) return JSON.parse(json);
  if (json.trim() === '') throw notJson(file, { id: 'empty-file', data: {} });
  const offset = errorOffset(json);
  const before = json.slice(0, offset).split('\n');
  const place = `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`;
  throw notJson(place, described(json, offset));
}

const notJson = (place: string, why: Statement<FileTextId>): FileError =>
  new FileError(place, 'not-json', { why });

/** The value in a file by its schema. @throws FileError with `file: path.in.it: what`. */
export function parseJsonFile<S extends v.GenericSchema>(
  text: string,
  file: string,
  schema: S,
): v.InferOutput<S> {
  const value = parseJson(text, file);
  // To the schema library an array is an object.
  if (Array.isArray(value)) throw refused(file, atTop({ id: 'a-list', data: {} }));
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw refused(file, issueInFile(result.issues[0]));
}

const refused = (file: string, { id, data }: IssueStatement): FileError => new FileError(file, id, data);

const atTop = (what: IssueStatement): IssueStatement => ({
  id: 'at-path',
  data: { path: { id: 'top-level', data: {} }, what },
});

/** With its path; that of the whole value is said in words. */
export function issueInFile(issue: v.BaseIssue<unknown>): IssueStatement {
  const statement = issueStatement(issue);
  return statement.id === 'at-path' ? statement : atTop(statement);
}

function problemOf(json: string): string | undefined {
  try {
    JSON.parse(json);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Could more text after this beginning make it JSON? */
function couldGoOn(beginning: string): boolean {
  const problem = problemOf(beginning);
  if (problem === undefined) return true;
  if (/end of JSON input|Unterminated string/.test(problem)) return true;
  return /at position (\d+)/.exec(problem)?.[1] === String(beginning.length);
}

/**
 * Offset of the first character that cannot be there: the length of the longest beginning that could go on. Found by
 * halving, because V8 tells the position of some errors only.
 */
function errorOffset(json: string): number {
  let good = 0;
  let bad = json.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (couldGoOn(json.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function described(json: string, offset: number): Statement<FileTextId> {
  const character = json.slice(offset).trimStart().charAt(0);
  if (character === '') return { id: 'cut-off', data: {} };
  return { id: 'unexpected-character', data: { character: JSON.stringify(character) } };
}
