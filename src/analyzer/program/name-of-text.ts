/** Names for what an expression of the source stands for. */

/** `cfg->batchSize` → `batchSize`, `files.size()` → `files_size`; `argv[2]` → `argv_2`, as the user counts them. */
export function nameOfText(text: string): string {
  const cleaned = text
    .replace(/\bargv\[(\d+)\]/, 'argv_$1')
    .replace(/\[[^\]]*\]?|this->|std::|\(\)|^[&*]+/g, '')
    .replace(/(->|\.|::)(size|length|count|rows|cols|total)$/, '_$2');
  const words = cleaned.match(/[A-Za-z_]\w*/g) ?? [];
  return words.at(-1) ?? 'value';
}
