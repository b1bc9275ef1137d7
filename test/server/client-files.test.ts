import type { Connection } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import type { WorkspaceFiles } from '../../src/server/host.ts';
import { ClientFiles } from '../../src/server/client-files.ts';

const limits = { files: 1000, bytes: 100 };
const uris = Array.from({ length: 120 }, (_, i) => `file:///${i}.cpp`);

/** A client that answers `readFiles` by `answer`, and the number of files that it was asked for each time. */
function clientWith(
  answer: (asked: string[]) => unknown,
  disk?: WorkspaceFiles,
): { files: ClientFiles; asked: number[] } {
  const asked: number[] = [];
  const sendRequest = (_method: string, { uris: wanted }: { uris: string[] }): Promise<unknown> => {
    asked.push(wanted.length);
    return Promise.resolve(answer(wanted));
  };
  return { files: new ClientFiles({ sendRequest } as unknown as Connection, disk), asked };
}

describe('files by request to the client', () => {
  it('asks again for what did not fit into an answer', async () => {
    const { files, asked } = clientWith((wanted) => wanted.slice(0, 20));
    expect(await files.read(uris, limits)).toEqual(uris);
    expect(asked).toEqual([50, 50, 50, 50, 40, 20]);
  });

  it('takes no file that is too long or no text, nor more than it has asked for', async () => {
    const { files } = clientWith((wanted) => [...wanted.map(() => 'x'.repeat(101)), 'one more']);
    expect(await files.read(uris, limits)).toEqual(uris.map(() => null));
    const binary = clientWith((wanted) => wanted.map(() => 'a\0b'));
    expect(await binary.files.read(uris.slice(0, 2), limits)).toEqual([null, null]);
  });

  it('asks for nothing that the disk has', async () => {
    const read: WorkspaceFiles['read'] = (wanted) =>
      Promise.resolve(wanted.map((uri) => (uri.endsWith('1.cpp') ? null : `disk ${uri}`)));
    const disk: WorkspaceFiles = { list: () => Promise.resolve([]), read };
    const { files, asked } = clientWith((wanted) => wanted, disk);
    const mixed = ['file:///0.cpp', 'vscode-vfs://x/1.cpp', 'file:///1.cpp', 'vscode-vfs://x/2.cpp'];
    const expected = ['disk file:///0.cpp', mixed[1], null, mixed[3]];
    expect(await files.read(mixed, limits)).toEqual(expected);
    expect(asked).toEqual([2]);
  });

  it('does not ask for ever where nothing comes', async () => {
    const { files } = clientWith(() => []);
    await expect(files.read(uris, limits)).rejects.toThrow(/readFiles.*without a text/);
  });

  it('says what is wrong with an answer of another shape', async () => {
    const { files } = clientWith(() => [1]);
    await expect(files.read(uris, limits)).rejects.toThrow(/readFiles at 0/);
  });
});
