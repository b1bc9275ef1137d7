/** Answers that are kept, so that the same may be asked again and again. */

/**
 * `compute`, made once for each key: of a text what it says by itself, of a table of symbols what its texts say together. What
 * a key holds is not changed once it has been asked.
 */
export function oncePer<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { value: Value }>();
  return (key) => {
    const before = known.get(key);
    if (before) return before.value;
    const value = compute(key);
    known.set(key, { value });
    return value;
  };
}
