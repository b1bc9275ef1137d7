import type { Values } from '../pipeline/words.ts';
import { UserError } from '../pipeline/words.ts';
import type { Message, MessageId } from './messages.ts';
import { MESSAGES, message } from './messages.ts';
import { ownValue } from '../base/own-value.ts';

/** A usage or input error: said in one line on stderr, exit status 2. */
export class CliError extends UserError<MessageId> {
  constructor(id: MessageId, data: Values<MessageId> = {}) {
    super(MESSAGES, message(id, data));
    this.name = 'CliError';
  }
}

/** The user has ended the run. */
export class StoppedError extends CliError {
  constructor(at: Values<MessageId>) {
    super('stopped', at);
    this.name = 'StoppedError';
  }
}

/** An error in a file, or with it. */
export function fileError(file: string, what: Message | UserError): CliError {
  return new CliError('in-file', { file, what });
}

/** Newlines of a message that quotes its input become spaces, so that the promise of one line holds for any input. */
export function oneLine(text: string): string {
  return text.replace(/(?<!\s)\s*[\r\n\u2028\u2029]\s*/g, ' ').trim();
}

const PROBLEMS: Record<string, MessageId> = {
  ENOENT: 'no-such-file',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EISDIR: 'is-directory',
  ENOTDIR: 'not-a-directory',
  ENAMETOOLONG: 'long-name',
  ELOOP: 'many-links',
  EMFILE: 'many-open-files',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EROFS: 'read-only',
  EPIPE: 'closed',
};

/** What a system error says of a file; the errno's name where we have no words for it. */
export function fileProblem(error: unknown): Message {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = ownValue(PROBLEMS, code);
  if (known !== undefined) return message(known);
  return message('system-error', { code: code || (error instanceof Error ? error.message : String(error)) });
}
