/** A revision of a git repository as a side of a comparison. */
import path from 'node:path';
import { isCode, isSource } from '../../server/protocol-sources.ts';
import { contextOf } from '../context.ts';
import { revisionTree, type RevisionTree, type TreeEntry } from '../git/tree.ts';
import { decode, MAX_FILE_BYTES, tooLarge, type InputFile } from '../inputs.ts';
import type { Message } from '../messages.ts';
import { message } from '../messages.ts';
import type { Side } from './side.ts';

const { posix } = path;
const LFS = 'version https://git-lfs.github.com/spec/';

export interface RevisionPlace {
  revision: string;
  /** The folder in which git is asked: within it the files are named. */
  cwd: string;
  /** Of it, what is asked about; relative, with forward slashes. Empty: all. */
  paths: readonly string[];
}

/** Throws `CliError` where there is no git, repository or such revision. */
export async function revisionSide({ revision, cwd, paths }: RevisionPlace): Promise<Side> {
  const tree = await revisionTree(revision, cwd);
  const root = posix.resolve(tree.prefix);
  const within = paths.map((one) => posix.resolve(root, one));
  const asked = [...tree.entries.values()].filter((entry) => isAsked(entry, root, within));
  const notes: Message[] = noteLinks(revision, asked);
  const own = await textsOf(wanted(asked, root), tree, notes);
  const nameOf = (file: string): string => posix.relative(root, file);
  const context = await contextOf(own, treeOf(tree));
  return {
    label: revision,
    commit: tree.commit,
    files: [...own, ...context].map(({ file, text }) => ({ file: nameOf(file), text })),
    given: new Set(own.map(({ file }) => nameOf(file))),
    notes,
  };
}

const isIn = (file: string, folder: string): boolean =>
  folder === '/' || file === folder || file.startsWith(`${folder}/`);

const isAsked = ({ path: file }: TreeEntry, root: string, within: readonly string[]): boolean =>
  isIn(file, root) && (within.length === 0 || within.some((place) => isIn(file, place)));

const wanted = (entries: readonly TreeEntry[], root: string): TreeEntry[] =>
  entries.filter(({ kind, path: file }) => kind === 'file' && isSource(posix.relative(root, file)));

function noteLinks(name: string, entries: readonly TreeEntry[]): Message[] {
  const links = entries.filter(({ kind, path: file }) => kind === 'link' && isCode(file)).length;
  const modules = entries.filter(({ kind }) => kind === 'submodule').length;
  return links + modules === 0 ? [] : [message('left-in-revision', { name, links, modules })];
}

/** Texts by their path in the repository; what is too large, binary or not there is left out with a note. */
async function textsOf(
  entries: readonly TreeEntry[],
  tree: RevisionTree,
  notes: Message[],
): Promise<InputFile[]> {
  const leave = (file: string, what: Message): void =>
    void notes.push(message('in-file', { file: file.slice(1), what: message('left-out', { what }) }));
  const small = entries.filter(({ path: file, bytes }) => {
    if (bytes > MAX_FILE_BYTES) leave(file, tooLarge(bytes));
    return bytes <= MAX_FILE_BYTES;
  });
  const contents = await tree.read(small);
  return small.flatMap(({ path: file }, i): InputFile[] => {
    const text = decode(contents[i] ?? Buffer.alloc(0));
    if (typeof text === 'string' && !text.startsWith(LFS)) return [{ file, text }];
    leave(file, typeof text === 'string' ? message('lfs-pointer') : text.problem);
    return [];
  });
}

const treeOf = (tree: RevisionTree) => ({
  paths: posix,
  has: (file: string) => tree.entries.get(file)?.kind === 'file',
  read: async (file: string) => {
    const entry = tree.entries.get(file);
    const [input] = entry ? await textsOf([entry], tree, []) : [];
    return input?.text;
  },
  nameOf: (file: string) => file,
});
