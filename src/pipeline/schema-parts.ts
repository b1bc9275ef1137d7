/** The small schemas that steps and declarations share. */
import * as v from 'valibot';

/** What an editor shows on hover when it completes a hand-written Pipeline. */
export const description = <T>(text: string) => v.description<T, string>(text);

/** Names are put into sentences: longer ones are no names. */
const MOST_CHARACTERS = 500;

/** Words of the user's, which are shown to them again. */
export const text = v.pipe(v.string(), v.maxLength(MOST_CHARACTERS, 'long-text'));

export const name = v.pipe(text, v.minLength(1, 'empty-name'));

export const QuantitySchema = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.minLength(1))]),
  description('A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2".'),
);

export const UnitSchema = v.picklist(['count', 'ms', 'bytes', 'pixels', 'frames', 'frames/s', 'share']);

export const ScopeSchema = v.pipe(
  v.picklist(['thread', 'program']),
  description('thread: one for every replica of a thread; program: one that all share.'),
);

const position = v.pipe(v.number(), v.integer(), v.minValue(1));

export const SourceSchema = v.strictObject({
  file: v.string(),
  line: position,
  column: position,
  endLine: position,
  endColumn: position,
});

const one = { id: name, index: v.exactOptional(QuantitySchema) };

/** `"s"` is short for `{ "id": "s" }`. */
export const ReferenceSchema = v.union([
  v.pipe(
    name,
    v.transform((id): { id: string } => ({ id })),
  ),
  v.strictObject({
    ...one,
    turns: v.exactOptional(
      v.pipe(
        v.array(v.strictObject(one)),
        description('What consecutive passes of a loop with "turns" name, the first pass first.'),
      ),
    ),
  }),
]);
