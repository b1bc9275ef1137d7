/** Starts the server over stdin and stdout. */
import { ErrorCodes, StreamMessageWriter, createConnection } from 'vscode-languageserver/node';
import { errorText } from '../pipeline/words.ts';
import { FrameReader, FrameTextError } from './frame-reader.ts';
import { nodeHost } from './node-host.ts';
import { startServer } from './server.ts';

/** Exit status of a server whose input is of no use any more. */
const BROKEN_INPUT = 1;

/** Resolves with the exit status when the client has left, or when what it sends cannot be told apart any more. */
export function serveStdio(): Promise<number> {
  // stdout carries the protocol: what a library prints must not get into it.
  console.log = console.info = console.debug = console.warn = console.error;
  const reader = new FrameReader(process.stdin);
  const writer = new StreamMessageWriter(process.stdout);
  const connection = createConnection(reader, writer);
  return new Promise((resolve) => {
    process.stdin.on('end', () => resolve(0));
    reader.onError((error) => {
      if (error instanceof FrameTextError) return void writer.write(parseError(error));
      console.error(`acl-perf: stdin: ${errorText(error, 'en')}`);
      resolve(BROKEN_INPUT);
    });
    startServer(connection, nodeHost);
  });
}

const parseError = ({ message }: Error) => ({
  jsonrpc: '2.0',
  id: null,
  error: { code: ErrorCodes.ParseError, message },
});
