const SCHEME = /^[a-z][a-z\d+.-]+:/i;
const BESIDE = /^[\\/]{3}(?![\\/])/;

/**
 * Does a path lead to another machine: a UNC path (`\\host\share`, `//host/share`) or a URI with a host? To open one tells
 * that machine who asks, on Windows with the user's credentials. A drive letter is no scheme.
 */
export function isRemote(path: string): boolean {
  const scheme = SCHEME.exec(path)?.[0];
  if (scheme === undefined) return /^[\\/]{2}/.test(path);
  const rest = path.slice(scheme.length);
  return /^[\\/]{2}/.test(rest) && !BESIDE.test(rest);
}
