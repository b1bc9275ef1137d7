/** The connection to the language server: typed requests and notifications, each checked against its schema. */
import type * as vscode from 'vscode';
import type { BaseLanguageClient, CancellationToken } from 'vscode-languageclient';
import { checked } from '../server/protocol.ts';
import type { Definition, NotificationDefinition } from '../server/protocol.ts';

export class ServerLink {
  constructor(private readonly client: BaseLanguageClient) {}

  /** Throws what the server says went wrong, or that its answer does not fit the protocol. */
  async request<P, R>(definition: Definition<P, R>, params: P, token?: CancellationToken): Promise<R> {
    const answer: unknown = await this.client.sendRequest(definition.method, params, token);
    return checked(definition.result, answer, definition.method);
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
    await this.stop();
    await this.client.start();
  }

  stop(): Promise<void> {
    return this.client.needsStop() ? this.client.stop() : Promise.resolve();
  }
}
