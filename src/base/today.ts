/** The date in UTC, year first: `2026-11-30`. */
export const today = (): string => new Date().toISOString().slice(0, 10);
