/** What an error says, without its class. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
