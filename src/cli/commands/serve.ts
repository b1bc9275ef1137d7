/** `acl-perf serve --stdio`: the language server. */
import { setFlagsFromString } from 'node:v8';
import { CliError } from '../failure.ts';
import { serveStdio } from '../../server/start-node.ts';

export interface ServeOptions {
  stdio?: boolean;
}

/** Ends with the connection: at once, whatever is under way, as nobody is left to hear of it. */
export async function serve(options: ServeOptions): Promise<number> {
  if (options.stdio !== true) throw new CliError('needs-stdio');
  // A server lasts: what it parses with is worth the better code.
  setFlagsFromString('--no-liftoff-only');
  process.exit(await serveStdio());
}
