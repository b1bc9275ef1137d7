export function textsOfSource(): Promise<Record<string, unknown>>;
export function difference(
  wanted: Record<string, unknown>,
  given: Record<string, unknown>,
): { missing: string[]; unused: string[] };
