/** Frames of the language server protocol from a stream: a broken one is an error that is told, never silence. */
import type { Readable } from 'node:stream';
import type { DataCallback, Disposable, Message } from 'vscode-languageserver/node';
import { AbstractMessageReader } from 'vscode-languageserver/node';

/** Most bytes of a header: they have some fifty. */
const MOST_HEADER = 4096;
/** Most bytes of a message: the largest are documents, of which far smaller ones are left out. */
const MOST_BODY = 256 * 1024 * 1024;

const END_OF_HEADER = '\r\n\r\n';

/** What follows cannot be told from the rest: the stream is of no more use. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** A frame whose text is no JSON; the next one may be. */
export class FrameTextError extends Error {
  override readonly name = 'FrameTextError';
}

export class FrameReader extends AbstractMessageReader {
  private chunks: Buffer[] = [];
  private held = 0;
  /** Bytes of the message whose header has been read. */
  private due: number | undefined;
  private isBroken = false;

  constructor(private readonly stream: Readable) {
    super();
  }

  listen(callback: DataCallback): Disposable {
    const take = (chunk: Buffer): void => this.take(chunk, callback);
    const failed = (error: Error): void => this.fireError(error);
    const closed = (): void => this.fireClose();
    this.stream.on('data', take).on('error', failed).on('close', closed);
    return {
      dispose: () => void this.stream.off('data', take).off('error', failed).off('close', closed),
    };
  }

  private take(chunk: Buffer, callback: DataCallback): void {
    if (this.isBroken) return;
    this.chunks.push(chunk);
    this.held += chunk.length;
    try {
      for (let text = this.next(); text !== undefined; text = this.next()) this.deliver(text, callback);
    } catch (error) {
      this.isBroken = true;
      this.chunks = [];
      this.fireError(error);
    }
  }

  private deliver(text: string, callback: DataCallback): void {
    const message = parsed(text);
    if (message) callback(message);
    else this.fireError(new FrameTextError('frame: a message that is no JSON-RPC'));
  }

  /** The text of the next whole message. */
  private next(): string | undefined {
    this.due ??= this.header();
    if (this.due === undefined || this.held < this.due) return undefined;
    const text = this.taken(this.due).toString('utf8');
    this.due = undefined;
    return text;
  }

  /** The length that the next header gives, once it is whole. */
  private header(): number | undefined {
    const all = this.together();
    const end = all.subarray(0, MOST_HEADER).indexOf(END_OF_HEADER);
    if (end < 0 && all.length >= MOST_HEADER) throw new FrameError('frame: a header without an end');
    if (end < 0) return undefined;
    return lengthIn(this.taken(end + END_OF_HEADER.length).toString('latin1'));
  }

  private together(): Buffer {
    const [first] = this.chunks;
    const all = first && this.chunks.length === 1 ? first : Buffer.concat(this.chunks);
    this.chunks = [all];
    return all;
  }

  private taken(length: number): Buffer {
    const all = this.together();
    this.chunks = [all.subarray(length)];
    this.held = all.length - length;
    return all.subarray(0, length);
  }
}

function lengthIn(header: string): number {
  const [, digits] = /^Content-Length:[ \t]*(\d{1,15})[ \t]*\r$/im.exec(header) ?? [];
  if (digits === undefined) throw new FrameError('frame: a header without a length');
  const length = Number(digits);
  if (length > MOST_BODY) throw new FrameError(`frame: a message of ${digits} bytes`);
  return length;
}

/** Undefined for what is no single message. */
function parsed(text: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isMessage = typeof value === 'object' && value !== null && 'jsonrpc' in value;
    return isMessage ? (value as Message) : undefined;
  } catch {
    return undefined;
  }
}
