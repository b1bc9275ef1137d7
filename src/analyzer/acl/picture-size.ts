/** What the runtime reads from a picture's header: a size that only run time knows, under one name in all that goes by it. */
import type { SourceRange } from '../../pipeline/source.ts';
import type { Argument, Interpreter } from '../interpret/interpreter.ts';
import { fieldCell } from '../interpret/names/lookup.ts';
import { pointee, type Cell, type NumberValue } from '../interpret/values/value.ts';
import { PICTURE_SIDES, type PictureSide } from '../trace/picture-sides.ts';
import type { CatalogueRow } from './catalogue.ts';

interface Asked {
  row: CatalogueRow;
  args: readonly Argument[];
  range: SourceRange;
}

function openSide(run: Interpreter, side: PictureSide, range: SourceRange): NumberValue {
  const { assumed, description } = PICTURE_SIDES[side];
  return run.parameters.open(side, side, assumed, { kind: 'default', range }, description);
}

/** Gives out the size that a call reads: through pointers, or in the fields of what it fills. */
export function givePictureSize(run: Interpreter, { row, args, range }: Asked): void {
  if (row.pictureWidth === undefined && row.picture === undefined) return;
  const give = (cell: Cell | undefined, side: PictureSide): void => {
    if (cell) run.store.write(cell, openSide(run, side, range));
  };
  give(cellOf(args, row.pictureWidth), 'frame_width');
  give(cellOf(args, row.pictureHeight), 'frame_height');
  const filled = row.picture === undefined ? undefined : args[row.picture];
  const picture = filled && pointee(filled.value);
  if (picture?.kind !== 'instance') return;
  give(fieldCell(run, picture.instance, 'width', true), 'frame_width');
  give(fieldCell(run, picture.instance, 'height', true), 'frame_height');
}

function cellOf(args: readonly Argument[], at: number | undefined): Cell | undefined {
  const arg = at === undefined ? undefined : args[at];
  return arg?.value.kind === 'pointer' ? arg.value.cell : arg?.cell;
}
