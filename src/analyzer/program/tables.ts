/** What programs of the same files declare, as many of a tree often have: made once for all of them. */
import type { FileFacts } from '../syntax/facts.ts';
import { withMacroMade, type ReadUse } from './macro-made.ts';
import { SymbolTable } from './symbols.ts';

export interface Tables {
  /** By file, with what macros declare in them. */
  own: ReadonlyMap<string, FileFacts>;
  symbols: SymbolTable;
}

interface Known extends Tables {
  files: readonly FileFacts[];
}

/** Groups of files that are remembered: programs of one group are analysed one after the other. */
const MOST = 4;

/** @param readUse what a use of a macro at file scope declares. */
export function tableMaker(readUse: ReadUse): (files: readonly FileFacts[]) => Tables {
  let known: readonly Known[] = [];
  return (files) => {
    const isSame = (one: Known): boolean =>
      one.files.length === files.length && one.files.every((facts, at) => facts === files[at]);
    const found = known.find(isSame) ?? { files, ...tablesOf(files, readUse) };
    known = [found, ...known.filter((one) => one !== found)].slice(0, MOST);
    return found;
  };
}

function tablesOf(files: readonly FileFacts[], readUse: ReadUse): Tables {
  const made = withMacroMade(files, readUse);
  return { own: new Map(made.map((one) => [one.file, one])), symbols: new SymbolTable(made) };
}
