/** Starts the server over stdin and stdout. */
import { StreamMessageReader, StreamMessageWriter, createConnection } from 'vscode-languageserver/node';
import { nodeHost } from './node-host.ts';
import { startServer } from './server.ts';

/** Resolves with the exit status when the client has left. */
export function serveStdio(): Promise<number> {
  // stdout carries the protocol: what a library prints must not get into it.
  console.log = console.info = console.debug = console.warn = console.error;
  const connection = createConnection(
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
  return new Promise((resolve) => {
    process.stdin.on('end', () => resolve(0));
    startServer(connection, nodeHost);
  });
}
