/** What compilers take and the grammar does not, written as it does. */

const NAMED_REST = /^([ \t]*#[ \t]*define[ \t]+\w+\((?:[^()\n]*[^\w()\n])?)(\w+)([ \t]*\.\.\.[ \t]*\))/gm;
const MEMBER_POINTER = /(\(\s*)((?:\w+(?:<[^<>()]*>)?\s*::\s*)+)(?=\*(?!\/))/g;
const MEMBER_OF_POINTEE = /->\*(?!\/)/g;
const DELETED_ARRAY = /(\bdelete\s*)\[(\s*)\](?=\s*\()/g;

/**
 * The text with offsets unchanged: the brackets of `delete[](p)`, which the grammar takes for a lambda's, are blanked, and so
 * is the name of the rest of a macro's arguments, `args` of `#define LOG(format, args...)`, that GNU compilers know.
 * Pointers to members become what the grammar knows: `(T::*f)(…)` a pointer to a function, and `p->*f` the same of an object.
 */
export function plainDialect(text: string): string {
  const arrays = text.includes('delete') ? text.replace(DELETED_ARRAY, '$1 $2 ') : text;
  return plainRest(plainMembers(arrays));
}

function plainMembers(text: string): string {
  const declared = text.includes('::*')
    ? text.replace(MEMBER_POINTER, (_, open: string, scope: string) => `${open}${' '.repeat(scope.length)}`)
    : text;
  return declared.includes('->*') ? declared.replace(MEMBER_OF_POINTEE, ' .*') : declared;
}

function plainRest(text: string): string {
  if (!text.includes('...')) return text;
  return text.replace(
    NAMED_REST,
    (_, before: string, name: string, after: string) => `${before}${' '.repeat(name.length)}${after}`,
  );
}
