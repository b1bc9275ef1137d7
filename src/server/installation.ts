import path from 'node:path';

/** The installation's folder, above `dist/<part>`. */
export const installation = (): string => path.join(__dirname, '..', '..');

/** The command line's program. */
export const commandLine = (): string => path.join(installation(), 'dist', 'cli', 'acl-perf.cjs');
