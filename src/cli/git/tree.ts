/** The files of a revision, read as objects. */
import path from 'node:path';
import { CliError } from '../failure.ts';
import { git } from './run.ts';

export interface TreeEntry {
  /** From the top of the repository, with a slash before it. */
  path: string;
  oid: string;
  bytes: number;
  kind: 'file' | 'link' | 'submodule';
}

export interface RevisionTree {
  /** The folder of the working directory within the repository, `/` or `/src/`. */
  prefix: string;
  /** The commit, in full. */
  commit: string;
  entries: ReadonlyMap<string, TreeEntry>;
  /** The contents, in the order asked for. Throws `CliError` for more than `MOST_BYTES`. */
  read(entries: readonly TreeEntry[]): Promise<Buffer[]>;
}

const MIB = 1024 * 1024;
const SHORT = 64 * 1024;
/** Of the list of a revision's files: some 600,000 of them. */
const MOST_LIST = 64 * MIB;
/** Of sources that are read of one revision. */
const MOST_BYTES = 256 * MIB;

const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** Throws `CliError` for a name that is no commit, and where git, or a repository, is absent. */
export async function revisionTree(name: string, cwd: string): Promise<RevisionTree> {
  const ask = async (...args: string[]): Promise<string> =>
    (await git({ args, cwd, most: SHORT })).toString('utf8').replace(/\n$/, '');
  const prefix = `/${await ask('rev-parse', '--show-prefix')}`;
  const commit = await commitOf(name, ask);
  const list = await git({
    args: ['ls-tree', '-r', '-z', '-l', '--full-tree', commit],
    cwd,
    most: MOST_LIST,
  });
  const entries = new Map(entriesOf(list.toString('utf8')).map((entry) => [entry.path, entry]));
  return { prefix, commit, entries, read: (wanted) => readBlobs(wanted, cwd) };
}

async function commitOf(name: string, ask: (...args: string[]) => Promise<string>): Promise<string> {
  if (name === '' || name.startsWith('-') || name.includes('\0')) throw new CliError('no-revision', { name });
  try {
    const commit = await ask('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
    if (COMMIT.test(commit)) return commit;
  } catch {
    // Said below: git says nothing of its own with --quiet.
  }
  throw new CliError('no-revision', { name });
}

const KINDS = { '120000': 'link', '160000': 'submodule' } as const;

/** Lines of `ls-tree -l`: mode, type, object, size (`-` of no file, `BAD` of one whose contents are not there), a tab, the path. */
function entriesOf(list: string): TreeEntry[] {
  return list.split('\0').flatMap((line): TreeEntry[] => {
    const [, mode = '', oid = '', size = '', name = ''] =
      /^(\d+) \w+ ([0-9a-f]+) +(\S+)\t(.+)$/s.exec(line) ?? [];
    if (name === '') return [];
    const kind = mode in KINDS ? KINDS[mode as keyof typeof KINDS] : 'file';
    return [{ path: path.posix.resolve('/', name), oid, bytes: Number(size) || 0, kind }];
  });
}

async function readBlobs(entries: readonly TreeEntry[], cwd: string): Promise<Buffer[]> {
  if (entries.length === 0) return [];
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (bytes > MOST_BYTES)
    throw new CliError('large-revision', { size: Math.ceil(bytes / MIB), most: MOST_BYTES / MIB });
  const input = entries.map(({ oid }) => `${oid}\n`).join('');
  const most = bytes + 128 * (entries.length + 1);
  return blobsIn(await git({ args: ['cat-file', '--batch'], cwd, input, most }), entries);
}

/** Each as `<object> blob <size>`, a newline, the contents and a newline; one that is not there as `<object> missing`. */
function blobsIn(answer: Buffer, entries: readonly TreeEntry[]): Buffer[] {
  let at = 0;
  return entries.map(({ path: name }) => {
    const end = answer.indexOf(0x0a, at);
    const [, size] = /^[0-9a-f]+ blob (\d+)$/.exec(answer.toString('latin1', at, end)) ?? [];
    if (end < 0 || size === undefined) throw new CliError('no-object', { file: name.slice(1) });
    at = end + 1 + Number(size) + 1;
    return answer.subarray(end + 1, at - 1);
  });
}
