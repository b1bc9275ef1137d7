/** Asks a client that can watch files to do so: for what the analysis reads, and for what the settings name. */
import type { Disposable } from 'vscode-languageserver';
import { DidChangeWatchedFilesNotification } from 'vscode-languageserver';
import { watchedGlobs } from './protocol-sources.ts';
import type { ServerState } from './state.ts';

/** Any folder's file of this name; what a glob would take for a pattern stands for any character. */
const globOf = (file: string): string => `**/${(file.split('/').at(-1) ?? file).replace(/[*?{}[\]]/g, '?')}`;

export class Watching {
  private watched = '';
  private registered: Promise<Disposable> | undefined;

  constructor(private readonly state: Pick<ServerState, 'connection' | 'capabilities' | 'ownClient'>) {}

  /** @param named files that the settings name. This project's own extension watches sources by itself. */
  watch(named: readonly string[]): void {
    const { connection, capabilities, ownClient } = this.state;
    if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
    const globs = [...(ownClient ? [] : watchedGlobs), ...named.map(globOf)];
    if (globs.join() === this.watched) return;
    this.watched = globs.join();
    void this.registered?.then((before) => before.dispose()).catch(() => undefined);
    const watchers = globs.map((globPattern) => ({ globPattern }));
    // Without the client's consent there are no events, which it has said it can send.
    this.registered =
      watchers.length === 0
        ? undefined
        : connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    this.registered?.catch(() => undefined);
  }
}
