/** Answers that are kept, so that a rule may ask the same for each call of a long loop. */

/** `compute`, made once for each key. What keys hold is not changed once rules see it. */
export function oncePer<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { value: Value }>();
  return (key) => {
    const found = known.get(key) ?? { value: compute(key) };
    known.set(key, found);
    return found.value;
  };
}
