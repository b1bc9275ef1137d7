/** Asks the editor to fetch lenses and hints anew, where it can be asked. */
import type { ServerState } from './state.ts';

export function refreshLenses({ connection, capabilities }: ServerState): void {
  if (capabilities.workspace?.codeLens?.refreshSupport)
    connection.languages.connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
  if (capabilities.workspace?.inlayHint?.refreshSupport)
    connection.languages.inlayHint.refresh().catch(() => undefined);
}
