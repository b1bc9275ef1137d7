/** `acl-perf serve --stdio`: the language server. */
import { CliError } from '../failure.ts';
import { serveStdio } from '../../server/start-node.ts';

export interface ServeOptions {
  stdio?: boolean;
}

/** Ends with the connection. */
export async function serve(options: ServeOptions): Promise<number> {
  if (options.stdio !== true) throw new CliError('needs-stdio');
  return serveStdio();
}
