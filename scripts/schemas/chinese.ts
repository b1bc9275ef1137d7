/** The same schema with Chinese titles and descriptions: what an editor shows when it completes a file. */
import { readFileSync } from 'node:fs';

const WORDS = ['title', 'description'];

const chinese = new Map(
  Object.entries(
    JSON.parse(readFileSync('scripts/schemas/descriptions.zh-cn.json', 'utf8')) as Record<string, string>,
  ),
);

function translated(text: string): string {
  const found = chinese.get(text);
  if (found === undefined) throw new Error(`descriptions.zh-cn.json lacks "${text}"`);
  return found;
}

export function inChinese<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map((item: unknown) => inChinese(item)) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]: [string, unknown]) => [
    key,
    WORDS.includes(key) && typeof value === 'string' ? translated(value) : inChinese(value),
  ]);
  return Object.fromEntries(entries) as T;
}
