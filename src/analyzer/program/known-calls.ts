/**
 * What is known of calls whose source is not at hand, in the files of one program: the methods of wrapper classes that they
 * name, and what the workspace says of calls of its own libraries.
 */
import { oncePer } from '../../base/once.ts';
import { wrapperNamesIn } from '../acl/calls-in-text.ts';
import { methodRows, type CatalogueRow } from '../acl/catalogue.ts';
import type { FileFacts } from '../syntax/facts.ts';
import { push } from '../../base/push.ts';
import { lastName } from './qualified.ts';

export class KnownCalls {
  private readonly wrappers: ReadonlySet<string>;
  /** By last name. */
  private readonly said = new Map<string, CatalogueRow[]>();

  constructor(files: readonly FileFacts[], said: readonly CatalogueRow[] = []) {
    this.wrappers = new Set(files.flatMap((file) => [...wrappersIn(file)]));
    for (const row of said) push(this.said, lastName(row.name), row);
  }

  /** What the workspace says of a function: by its whole name, or by its end where no other ends so. */
  function(name: string): CatalogueRow | undefined {
    const plain = name.replace(/^::/, '');
    const ending = (this.said.get(lastName(plain)) ?? []).filter(({ name: full }) => endsWith(full, plain));
    return ending.find(({ name: full }) => full === plain) ?? (ending.length === 1 ? ending[0] : undefined);
  }

  /** What it says of a method of a class, by which of these names the class goes. */
  method(name: string, classes: () => readonly string[]): CatalogueRow | undefined {
    const rows = this.said.get(name);
    if (!rows) return undefined;
    const ends = classes().map((one) => `${lastName(one)}::${name}`);
    return ends.flatMap((end) => rows.find(({ name: full }) => endsWith(full, end)) ?? [])[0];
  }

  /** All that a call of this last name may be, whatever it is called on. */
  mayBe(name: string): readonly CatalogueRow[] {
    const methods = methodRows(name).filter(({ name: full }) => this.wrappers.has(full.split('::')[0] ?? ''));
    return [...methods, ...(this.said.get(name) ?? [])];
  }
}

const wrappersIn = oncePer(({ text }: FileFacts): ReadonlySet<string> => new Set(wrapperNamesIn(text)));

const endsWith = (full: string, end: string): boolean => full === end || full.endsWith(`::${end}`);
