/** Takes files of measurements to the server, piece by piece. */
import * as vscode from 'vscode';
import { isDatabase } from '../../base/sqlite-magic.ts';
import { decoderFor } from '../../base/text-decoder.ts';
import { bytesToText } from '../../server/protocol-bytes.ts';
import { PIECE_BYTES } from '../../server/protocol-measurements.ts';
import { requests } from '../../server/protocol.ts';
import type { MeasurementFile } from '../../server/protocol.ts';
import type { ServerLink } from '../link.ts';
import type { Found } from './found.ts';

let lastToken = 0;

export class Sender {
  constructor(
    private readonly link: ServerLink,
    private readonly cancellation: vscode.CancellationToken,
  ) {}

  async send({ name, read, log }: Found): Promise<MeasurementFile> {
    const bytes = await read();
    if (!isDatabase(bytes)) {
      const decoder = decoderFor(bytes);
      return { name, upload: await this.upload(bytes, (part, more) => decoder.decode(part, more)) };
    }
    const database = await this.upload(bytes, bytesToText);
    const rows = await log?.();
    return { name, database, ...(rows && { log: await this.upload(rows, bytesToText) }) };
  }

  /** Gives the token. */
  private async upload(
    bytes: Uint8Array,
    textOf: (part: Uint8Array, more: boolean) => string,
  ): Promise<string> {
    const token = `measurement-${++lastToken}`;
    for (let at = 0; at === 0 || at < bytes.length; at += PIECE_BYTES) {
      if (this.cancellation.isCancellationRequested) throw new vscode.CancellationError();
      const text = textOf(bytes.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES < bytes.length);
      await this.link.request(requests.upload, { token, text });
    }
    return token;
  }
}
