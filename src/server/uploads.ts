/** Texts that a client sends in pieces before the request that needs them: one long message would hold the client up. */
import type { GivenFile } from '../measure/files.ts';
import { textToBytes } from './protocol-bytes.ts';
import type { MeasurementFile, Upload } from './protocol.ts';

/** Characters kept at most, of all texts. */
const MOST = 256 * 1024 * 1024;

export class Uploads {
  private readonly pieces = new Map<string, string[]>();
  private length = 0;

  /** What is kept longest makes room: nobody has come for it. */
  add({ token, text }: Upload): void {
    const pieces = this.pieces.get(token) ?? [];
    pieces.push(text);
    this.pieces.set(token, pieces);
    this.length += text.length;
    for (const oldest of this.pieces.keys()) {
      if (this.length <= MOST) return;
      this.take(oldest);
    }
  }

  /** What a file was sent as. */
  file(file: MeasurementFile): GivenFile {
    const { name } = file;
    if ('text' in file) return file;
    if ('upload' in file) return { name, text: this.take(file.upload) };
    const log = file.log === undefined ? undefined : textToBytes(this.take(file.log));
    return { name, database: textToBytes(this.take(file.database)), log };
  }

  /** The whole text, which is forgotten here; throws for one that was not sent. */
  take(token: string): string {
    const text = this.pieces.get(token)?.join('');
    if (text === undefined) throw new Error(`upload: there is no text ${token}`);
    this.pieces.delete(token);
    this.length -= text.length;
    return text;
  }
}
