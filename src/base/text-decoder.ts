/** Bytes of a text file, piece by piece: UTF-8, or UTF-16 as Windows tools write it, with its mark or without. */

export interface PieceDecoder {
  /** @param more pieces follow. */
  decode(bytes: Uint8Array, more: boolean): string;
}

/** Bytes that are looked at to tell the encoding. */
const LOOKED_AT = 512;

/** By the first bytes of a file. */
export function decoderFor(first: Uint8Array): PieceDecoder {
  const decoder = new TextDecoder(encodingOf(first));
  return { decode: (bytes, more) => decoder.decode(bytes, { stream: more }) };
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const looked = Math.min(bytes.length, LOOKED_AT) & ~1;
  let [even, odd] = [0, 0];
  for (let i = 0; i < looked; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  // Latin text in UTF-16 has a zero in nearly every pair, and always on the same side.
  const most = looked * 0.35;
  if (odd > most && even === 0) return 'utf-16le';
  return even > most && odd === 0 ? 'utf-16be' : 'utf-8';
}
