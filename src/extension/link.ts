/** The connection to the language server: typed requests and notifications, each checked against its schema. */
import * as vscode from 'vscode';
import type { BaseLanguageClient, CancellationToken, FileChangeType } from 'vscode-languageclient';
import { checked } from '../server/protocol.ts';
import type { Definition, NotificationDefinition } from '../server/protocol.ts';

/**
 * A server that hangs does not answer the request to stop: the client then ends its process, within this time, ms. A new
 * one that is started before would be taken for the one that has ended.
 */
const timeToEnd = 3000;

const notRunning = (): string =>
  vscode.l10n.t('The language server is not running. Run “AscendCL: Restart Server”.');

export class ServerLink {
  constructor(private readonly client: BaseLanguageClient) {}

  /** Throws what the server says went wrong, or that its answer does not fit the protocol. */
  async request<P, R>(definition: Definition<P, R>, params: P, token?: CancellationToken): Promise<R> {
    const answer: unknown = await this.send(definition.method, params, token);
    return checked(definition.result, answer, definition.method);
  }

  private async send(method: string, params: unknown, token?: CancellationToken): Promise<unknown> {
    try {
      return await this.client.sendRequest(method, params, token);
    } catch (error) {
      throw this.client.isRunning() ? error : new Error(notRunning());
    }
  }

  /** Tells the server of files that the client's own watching has missed. */
  async filesChanged(changes: { uri: string; type: FileChangeType }[]): Promise<void> {
    if (this.client.isRunning())
      await this.client.sendNotification('workspace/didChangeWatchedFiles', { changes });
  }

  on<P>(definition: NotificationDefinition<P>, listener: (params: P) => void): vscode.Disposable {
    return this.client.onNotification(definition.method, (raw: unknown) =>
      listener(checked(definition.params, raw, definition.method)),
    );
  }

  answer<P, R>(definition: Definition<P, R>, handler: (params: P) => Promise<R>): vscode.Disposable {
    return this.client.onRequest(definition.method, (raw: unknown) =>
      handler(checked(definition.params, raw, definition.method)),
    );
  }

  start(): Promise<void> {
    return this.client.start();
  }

  async restart(): Promise<void> {
    await this.stop().catch(() => new Promise((done) => setTimeout(done, timeToEnd)));
    await this.client.start();
  }

  stop(): Promise<void> {
    return this.client.needsStop() ? this.client.stop() : Promise.resolve();
  }
}
