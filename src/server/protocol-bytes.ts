/**
 * Bytes in a message that is text: a character each, of those from 256 on, which JSON writes as they are. Base64 is shorter,
 * but holds Node up for a tenth of a second each half a megabyte.
 */
const FIRST = 256;

export function bytesToText(bytes: Uint8Array): string {
  const characters = new Uint16Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) characters[at] = FIRST + (bytes[at] ?? 0);
  return new TextDecoder('utf-16le').decode(characters);
}

/** What a character of another kind stands for is any byte. */
export function textToBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at) - FIRST;
  return bytes;
}
