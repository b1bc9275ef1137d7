/** Lets the messages that have arrived be handled before the next piece of work. */
export function breathe(): Promise<void> {
  return new Promise((done) => setTimeout(done, 0));
}
