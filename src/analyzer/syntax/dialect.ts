/** What compilers take and the grammar does not, written as it does. */

const NAMED_REST = /^([ \t]*#[ \t]*define[ \t]+\w+\((?:[^()\n]*[^\w()\n])?)(\w+)([ \t]*\.\.\.[ \t]*\))/gm;
const DELETED_ARRAY = /(\bdelete\s*)\[(\s*)\](?=\s*\()/g;

/**
 * The text with offsets unchanged: the brackets of `delete[](p)`, which the grammar takes for a lambda's, are blanked, and so
 * is the name of the rest of a macro's arguments, `args` of `#define LOG(format, args...)`, that GNU compilers know.
 */
export function plainDialect(text: string): string {
  const arrays = text.includes('delete') ? text.replace(DELETED_ARRAY, '$1 $2 ') : text;
  if (!arrays.includes('...')) return arrays;
  return arrays.replace(
    NAMED_REST,
    (_, before: string, name: string, after: string) => `${before}${' '.repeat(name.length)}${after}`,
  );
}
