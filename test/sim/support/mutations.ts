/** Random changes of JSON: what a slip, or malice, makes of a valid Pipeline. */
import fc from 'fast-check';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Values that are likely to hurt. */
const nasty = fc.constantFrom<Json>(
  ...[0, -0, 1, -1, 0.5, 1e-320, 1e-12, 1e15, 1e16, 1e300, 4096, 1e6, 2 ** 31, 2 ** 53, NaN, Infinity],
  ...[null, true, false, '', ' ', '0', '0/0', '1/0', '-1', '1e999', 'N', '(', '1e15*1e15', '__proto__', 'forever'],
  ...[[], {}, [[]], [null], { id: 's' }, { kind: 'host', milliseconds: 0 }],
); // prettier-ignore

const mutation = fc.record({
  what: fc.constantFrom('replace', 'scale', 'remove', 'repeat', 'swap', 'wrap'),
  /** Which value of the JSON, and which other one, as shares of all. */
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  other: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  value: nasty,
  factor: fc.constantFrom(0, -1, 1e-9, 0.001, 1000, 1e9),
});

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

/** A value within, by what holds it. */
type Place = { holder: Json[]; key: number } | { holder: { [key: string]: Json }; key: string };

function placesIn(json: Json): Place[] {
  if (Array.isArray(json)) return json.flatMap((value, key) => [{ holder: json, key }, ...placesIn(value)]);
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => [{ holder: json, key }, ...placesIn(value)]);
}

const read = ({ holder, key }: Place): Json => (holder as Record<string | number, Json>)[key] ?? null;
const write = ({ holder, key }: Place, value: Json): void => {
  (holder as Record<string | number, Json>)[key] = value;
};

function apply(json: Json, { what, at, other, value, factor }: Mutation): void {
  const places = placesIn(json);
  const place = places[Math.floor(at * places.length)];
  const second = places[Math.floor(other * places.length)];
  if (!place || !second) return;
  const { holder, key } = place;
  const now = read(place);
  if (what === 'replace') write(place, structuredClone(value));
  else if (what === 'scale') write(place, typeof now === 'number' ? now * factor : structuredClone(value));
  else if (what === 'swap') write(place, structuredClone(read(second)));
  else if (what === 'wrap') write(place, { kind: 'repeat', times: 2, body: [structuredClone(now)] });
  else if (what === 'repeat' && Array.isArray(holder)) holder.push(structuredClone(now));
  else if (what === 'remove' && Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (what === 'remove') Reflect.deleteProperty(holder, key);
}

/** One of the valid values, changed in one to five places. */
export function mutated(valid: Json[]): fc.Arbitrary<Json> {
  return fc
    .tuple(fc.constantFrom(...valid), fc.array(mutation, { minLength: 1, maxLength: 5 }))
    .map(([json, mutations]) => {
      const copy = structuredClone(json);
      for (const one of mutations) apply(copy, one);
      return copy;
    });
}
