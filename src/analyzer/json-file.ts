/** Reads a JSON file of the user's by a schema. */
import * as v from 'valibot';

/** @throws Error whose message is one line that says what is wrong and where: `file: path.in.it: what`. */
export function parseJsonFile<S extends v.GenericSchema>(
  text: string,
  file: string,
  schema: S,
): v.InferOutput<S> {
  const value = parse(text, file);
  // To the schema library an array is an object.
  if (Array.isArray(value)) throw new Error(`${file}: top level: expected an object but received a list`);
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new Error(`${file}: ${v.getDotPath(issue) ?? 'top level'}: ${issue.message}`);
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(`${file}: not JSON: ${what}`, { cause: error });
  }
}
