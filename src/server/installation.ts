import path from 'node:path';

/** The installation's folder, above `dist/<part>`. */
export const installation = (): string => path.join(__dirname, '..', '..');
