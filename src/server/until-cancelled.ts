/** Requests that their client may cancel. */
import type { CancellationToken } from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** @throws ResponseError once cancelled, where the work heeds its signal: the signal's reason */
export async function untilCancelled<R>(
  token: CancellationToken,
  work: (signal: AbortSignal) => R | Promise<R>,
): Promise<R> {
  const abort = new AbortController();
  const cancelled = new ResponseError(LSPErrorCodes.RequestCancelled, 'the request was cancelled');
  const subscription = token.onCancellationRequested(() => abort.abort(cancelled));
  try {
    return await work(abort.signal);
  } finally {
    subscription.dispose();
  }
}
