/** What comes in before a handshake, broken, or not at all: each is answered, or ends the server with a line. */
import { spawn } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FrameError, FrameReader, FrameTextError } from '../../src/server/frame-reader.ts';
import { ACL_PERF, SYNC_LOOP, folderWith } from '../support/acl-perf.ts';
import { LspClient } from '../support/lsp-client.ts';

const frame = (body: unknown): string => {
  const text = typeof body === 'string' ? body : JSON.stringify({ jsonrpc: '2.0', ...(body as object) });
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
};

interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Gives the server these bytes, and closes its input once it has said as much as `until`. */
function serve(input: string, until = ''): Promise<Ended> {
  const child = spawn(process.execPath, [ACL_PERF, 'serve', '--stdio']);
  onTestFinished(() => void child.kill());
  const ended: Ended = { status: null, stdout: '', stderr: '' };
  const close = (): void => void (ended.stdout.includes(until) && child.stdin.end());
  child.stdin.on('error', () => undefined);
  child.stdout.on('data', (data: Buffer) => {
    ended.stdout += data.toString();
    close();
  });
  child.stderr.on('data', (data: Buffer) => (ended.stderr += data.toString()));
  child.stdin.write(input, close);
  return new Promise((resolve) => child.on('close', (status) => resolve({ ...ended, status })));
}

describe('a stream of frames', () => {
  const read = (bytes: Buffer, size: number) => {
    const stream = new PassThrough();
    const reader = new FrameReader(stream);
    const seen: unknown[] = [];
    reader.onError((error) => seen.push(error.constructor));
    reader.listen((message) => seen.push(message));
    for (let at = 0; at < bytes.length; at += size) stream.write(bytes.subarray(at, at + size));
    return new Promise<unknown[]>((resolve) => stream.end(() => setImmediate(() => resolve(seen))));
  };
  const first = { jsonrpc: '2.0', method: 'a', params: { text: '流\r\n\r\n' } };
  const second = { jsonrpc: '2.0', id: 1, method: 'b' };

  it.each([1, 2, 7, 30, 1000])('is told apart in pieces of %d bytes', async (size) => {
    const between = 'Content-Type: x\r\ncontent-length: 2\r\n\r\n{}';
    const bytes = Buffer.from(frame(first) + between + frame(second));
    expect(await read(bytes, size)).toEqual([first, FrameTextError, second]);
  });

  it.each([
    'a: 1\r\n\r\n',
    'Content-Length: -1\r\n\r\n',
    'Content-Length: 999999999999\r\n\r\n',
    'x'.repeat(5000),
  ])('is given up once it cannot be told apart', async (broken) => {
    expect(await read(Buffer.from(frame(first) + broken + frame(second)), 50)).toEqual([first, FrameError]);
  });
});

describe('a server', () => {
  it.each(['', frame('{"jsonrpc":'), 'Content-Length: 99\r\n\r\n{'])(
    'ends when its input closes',
    async (input) => {
      const { status } = await serve(input);
      expect(status).toBe(0);
    },
  );

  it('ends when its input closes in the middle of its work', async () => {
    const folder = folderWith({ 'a.cpp': SYNC_LOOP });
    const client = await LspClient.start({ folder });
    client.connection.end();
    expect(await client.exited).toBe(0);
  });

  it.each(['Content-Length: abc\r\n\r\n{}', 'hello\r\n\r\n', 'x'.repeat(100_000)])(
    'ends with a line where its input is no protocol',
    async (input) => {
      const { status, stderr } = await serve(input, 'never');
      expect(status).toBe(1);
      expect(stderr).toMatch(/^acl-perf: stdin: [^\n]+\n$/);
    },
  );

  it.each(['{"jsonrpc":', '42', 'null', '[]', '{}'])('answers a message that is none: %s', async (text) => {
    const { status, stdout } = await serve(frame(text), '}}');
    expect(stdout).toContain('"id":null,"error":{"code":-32700');
    expect(status).toBe(0);
  });

  it.each(['textDocument/hover', 'ascendcl/report', 'foo', 'shutdown'])(
    'says that it is not initialized to %s',
    async (method) => {
      const { stdout } = await serve(frame({ id: 7, method, params: {} }), '}}');
      expect(stdout).toContain('"id":7,"error":{"code":-32002');
    },
  );

  it('is initialized once, and knows no other methods', async () => {
    const client = await LspClient.start({ folder: folderWith({ 'a.cpp': SYNC_LOOP }) });
    await expect(client.request('initialize', { capabilities: {} })).rejects.toMatchObject({ code: -32600 });
    await expect(client.request('foo', {})).rejects.toMatchObject({ code: -32601 });
  });
});
