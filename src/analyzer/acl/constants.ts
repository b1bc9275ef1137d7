/** What is known of the constants that the runtime's headers name. */
import data from './constants.json' with { type: 'json' };

const values = new Map<string, number>(Object.entries(data.values));

/** The value of a constant, where its name alone tells it. */
export function constantValue(name: string): number | undefined {
  return values.get(name);
}

/** Whether a constant is the code of an error, which is never 0. */
export function isErrorCode(name: string): boolean {
  return !values.has(name) && data.failures.some((prefix) => name.startsWith(prefix));
}

const typeBytes = new Map<string, number>(Object.entries(data.dataTypeBytes));

/** Bytes of one element of an `aclDataType`, by the enumerator's name. */
export function dataTypeBytes(name: string): number | undefined {
  return typeBytes.get(name);
}
