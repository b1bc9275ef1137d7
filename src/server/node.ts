/**
 * Entry of the language server as a process of VS Code's client (IPC, stdio or socket by its arguments). Its bundle holds
 * the commands of the command line too, which take everything else from it.
 */
import { constants, setPriority } from 'node:os';
import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import { nodeHost } from './node-host.ts';
import { startServer } from './server.ts';

export function startForClient(): void {
  beNice();
  startServer(createConnection(ProposedFeatures.all), nodeHost);
}

function beNice(): void {
  try {
    // Where cores are few, the editor goes first: what is typed shows before what is predicted of it.
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Some systems allow no change; the order is then theirs.
  }
}

if (require.main === module) startForClient();
