/** Frames of the language server, and messages between the panel's page and the extension. */
import { PassThrough } from 'node:stream';
import { FrameError, FrameReader, FrameTextError } from '../../src/server/frame-reader.ts';
import { checked, requests } from '../../src/server/protocol.ts';
import { connect, serve } from '../../src/webview/protocol-rpc.ts';
import { calls, events } from '../../src/webview/protocol.ts';
import { mutatedBytes, mutatedValue } from './mutate.ts';
import type { Below } from './numbers.ts';
import { oneOf } from './numbers.ts';
import type { Target } from './target.ts';

const frame = (value: unknown): string => {
  const text = JSON.stringify(value);
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
};
const FRAMES = Buffer.from(
  [1, 2, 3].map((id) => frame({ jsonrpc: '2.0', id, method: 'x', params: { text: '流\r\n\r\n' } })).join(''),
);

async function frames(below: Below, note: (input: string) => void): Promise<void> {
  const bytes = mutatedBytes(FRAMES, below);
  note(bytes.toString('base64'));
  const stream = new PassThrough();
  const reader = new FrameReader(stream);
  const odd: Error[] = [];
  reader.onError((error) => {
    if (!(error instanceof FrameError || error instanceof FrameTextError)) odd.push(error);
  });
  reader.listen(() => undefined);
  for (let at = 0; at < bytes.length;) {
    const size = 1 + below(60);
    stream.write(bytes.subarray(at, at + size));
    at += size;
  }
  await new Promise<void>((resolve) => stream.end(() => setImmediate(resolve)));
  if (odd[0]) throw odd[0];
}

const PARAMS = {
  program: 'a',
  settings: { loops: 3 },
  source: { file: 'a.cpp', line: 1, column: 1, endLine: 1, endColumn: 2 },
  vary: [{ name: 'loops', values: [1, 2] }],
  advice: 'a',
  fix: 0,
  rule: 'r',
  name: 'n',
  value: 1,
  maxBoxes: 10,
  format: 'html',
  kind: 'call',
  id: 1,
  message: 'm',
};

/** Both ends of the page's channel get what the other would never send; neither may throw. */
function page(below: Below, note: (input: string) => void): void {
  const handlers = Object.fromEntries(Object.keys(calls).map((name) => [name, () => null]));
  const listeners = Object.fromEntries(Object.keys(events).map((name) => [name, () => undefined]));
  const received: ((message: unknown) => void)[] = [];
  const channel = {
    post: () => undefined,
    listen: (receive: (message: unknown) => void) => void received.push(receive),
  };
  const quiet = (): void => undefined;
  serve(channel, calls, events, handlers as never, quiet);
  connect(channel, calls, events, listeners as never, quiet);
  const name = oneOf([...Object.keys(calls), ...Object.keys(events), '__proto__', 'toString'], below);
  const kind = oneOf(['call', 'answer', 'failure', 'event'], below);
  const message = mutatedValue({ kind, id: 1, name, value: PARAMS, message: 'x' }, below);
  note(JSON.stringify(message) ?? '');
  for (const receive of received) receive(message);
}

/** A request of the protocol is taken, or refused in a line that says which. */
function request(below: Below, note: (input: string) => void): void {
  const { method, params } = oneOf(Object.values(requests), below);
  const value = mutatedValue(PARAMS, below);
  note(JSON.stringify(value) ?? '');
  try {
    checked<unknown>(params, value, method);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith(method)) throw error;
  }
}

export const messageTargets = (): Target[] => [
  { name: 'LSP frames', share: 5, run: frames },
  {
    name: 'page messages and requests',
    share: 5,
    run: (below, note) => {
      page(below, note);
      request(below, note);
    },
  },
];
