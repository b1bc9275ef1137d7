/** What the flags of a compiler say of a source: macros, folders of headers, the language's version. */

export interface CompileFlags {
  /** Macros by name; undefined takes away what stood before. */
  readonly defines: ReadonlyMap<string, string | undefined>;
  /** Folders in which headers are looked for, as the flags name them. */
  readonly includes: readonly string[];
}

export const NO_FLAGS: CompileFlags = { defines: new Map(), includes: [] };

/** Words of a shell's command line: blanks part them, except in quotes or behind a backslash. */
const WORD = /(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*(?:"|$)|'[^']*(?:'|$))+/gs;
const QUOTING = /\\(.)|"((?:[^"\\]|\\.)*)(?:"|$)|'([^']*)(?:'|$)/gs;

/** @param command as in the `command` of a compilation database. */
export function commandWords(command: string): string[] {
  return [...command.matchAll(WORD)].map(([word]) =>
    word.replace(
      QUOTING,
      (_, escaped?: string, quoted?: string, single?: string) =>
        escaped ?? single ?? (quoted ?? '').replace(/\\(["\\$`])/g, '$1'),
    ),
  );
}

/** Value of `__cplusplus` by the version of `-std=`, in the standards' own numbers. */
const VERSIONS: ReadonlyMap<string, string> = new Map([
  ['98', '199711'],
  ['03', '199711'],
  ['0x', '201103'],
  ['11', '201103'],
  ['1y', '201402'],
  ['14', '201402'],
  ['1z', '201703'],
  ['17', '201703'],
  ['2a', '202002'],
  ['20', '202002'],
  ['2b', '202302'],
  ['23', '202302'],
]);

/** Of `-DX=1`, `-D X`, `/DX`, `-UX`, `-Ifolder`, `-isystem folder`, `-std=c++17`; other flags say nothing here. */
export function readFlags(words: readonly string[]): CompileFlags {
  const defines = new Map<string, string | undefined>();
  const includes: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const [, flag = '', rest = ''] =
      /^(-D|-U|\/D|-I|-isystem|-iquote|-std=)(.*)$/s.exec(words[at] ?? '') ?? [];
    if (!flag) continue;
    const value = rest || (flag === '-std=' ? '' : (words[++at] ?? ''));
    if (/D$/.test(flag)) define(value, defines);
    else if (flag === '-U') defines.set(value, undefined);
    else if (flag === '-std=') defineStandard(value, defines);
    else includes.push(value);
  }
  return { defines, includes };
}

/** Notes `NAME` or `NAME=value`, as `-D` takes it. */
export function define(text: string, to: Map<string, string> | Map<string, string | undefined>): void {
  const [, name, value = '1'] = /^([A-Za-z_]\w*)(?:=(.*))?$/s.exec(text) ?? [];
  if (name) to.set(name, value);
}

/** Notes what a standard such as `c++17` makes `__cplusplus`; another language has none. */
export function defineStandard(
  standard: string,
  to: Map<string, string> | Map<string, string | undefined>,
): void {
  const version = VERSIONS.get(/\+\+(\w+)$/.exec(standard)?.[1] ?? '');
  if (version !== undefined) to.set('__cplusplus', version);
}
