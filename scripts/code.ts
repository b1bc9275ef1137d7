/** `npm run code`: a real VS Code on examples/ with the extension loaded, in the user's browser, until Ctrl+C. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startServer } from '../test/host/server.ts';
import { address } from '../test/host/workbench.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function openBrowser(url: string): void {
  const [command, ...parameters] = process.platform === 'darwin' ? ['open', url] : ['xdg-open', url];
  const child = spawn(command, parameters, { stdio: 'ignore', detached: true });
  // No browser here: the address is printed, and that is enough.
  child.on('error', () => undefined);
  child.unref();
}

const server = await startServer({ name: 'code', token: true });
const url = address(server, {
  workspace: `${root}examples`,
  file: `${root}examples/full-batch1/main.cpp`,
  extension: root.replace(/\/$/, ''),
});
console.log(`VS Code with AscendCL Performance runs at\n\n  ${url}\n\nCtrl+C ends it.`);
if (process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined) openBrowser(url);
const end = (): void => {
  void server.stop().then(() => process.exit(0));
};
process.on('SIGINT', end);
process.on('SIGTERM', end);
