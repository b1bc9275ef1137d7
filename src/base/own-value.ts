/** Objects asked for names that come from outside. */

/** What an object says itself under a key, and not what all objects inherit, such as `toString`. */
export function ownValue<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  // eslint-disable-next-line project/own-keys -- this is where it is made sure
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
