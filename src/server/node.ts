/** Entry of the language server as a process of VS Code's client (IPC, stdio or socket by its arguments). */
import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import { nodeHost } from './node-host.ts';
import { startServer } from './server.ts';

startServer(createConnection(ProposedFeatures.all), nodeHost);
