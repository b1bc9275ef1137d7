/** What programs of the same files declare, as many of a tree often have: made once for all of them. */
import type { CatalogueRow } from '../acl/catalogue.ts';
import type { FileFacts } from '../syntax/facts.ts';
import { apart } from './local-classes.ts';
import { KnownCalls } from './known-calls.ts';
import { withMacroMade, type ReadUse } from './macro-made.ts';
import { SymbolTable } from './symbols.ts';

export interface Tables {
  /** By file, with what macros declare in them and their local classes told apart. */
  own: ReadonlyMap<string, FileFacts>;
  symbols: SymbolTable;
}

/** Of files together, with what is said of calls whose source is not among them. */
export type MakeTables = (files: readonly FileFacts[], said?: readonly CatalogueRow[]) => Tables;

interface Known extends Tables {
  files: readonly FileFacts[];
  said: readonly CatalogueRow[];
}

/** Groups of files that are remembered: programs of one group are analysed one after the other. */
const MOST = 4;

/** @param readUse what a use of a macro at file scope declares. */
export function tableMaker(readUse: ReadUse): MakeTables {
  let known: readonly Known[] = [];
  return (files, said = NOTHING) => {
    const isSame = (one: Known): boolean =>
      one.said === said &&
      one.files.length === files.length &&
      one.files.every((facts, at) => facts === files[at]);
    const found = known.find(isSame) ?? { files, said, ...tablesOf(files, said, readUse) };
    known = [found, ...known.filter((one) => one !== found)].slice(0, MOST);
    return found;
  };
}

const NOTHING: readonly CatalogueRow[] = [];

function tablesOf(files: readonly FileFacts[], said: readonly CatalogueRow[], readUse: ReadUse): Tables {
  const made = apart(withMacroMade(files, readUse));
  const symbols = new SymbolTable(made, new KnownCalls(made, said));
  return { own: new Map(made.map((one) => [one.file, one])), symbols };
}
