/** Qualified names in their parts. */

/** `a::B::f` → `f`. */
export function lastName(name: string): string {
  const at = name.lastIndexOf('::');
  return at < 0 ? name : name.slice(at + 2);
}

/** `a::B::f` → `a::B`. */
export function scopeName(name: string): string {
  const at = name.lastIndexOf('::');
  return at < 0 ? '' : name.slice(0, at);
}
