/** Reads one row of the table of published throughputs, or says why it is left out. */
import { modelKey } from '../../src/profile/model-name.ts';

export interface RawRow {
  source: string;
  hardware: string;
  model_or_op: string;
  batch: string;
  figure: string;
  unit: string;
  metric: string;
  note: string;
  suspect: string;
}

/** `log`: read from a benchmark's log of one chip; `table`: from a README's table; `tuned`: the same after autotuning. */
export type RowKind = 'log' | 'table' | 'tuned';

export interface CatalogueRow {
  key: string;
  name: string;
  device: string;
  batch: number;
  /** Samples per second of one chip. */
  throughput: number;
  kind: RowKind;
  source: string;
}

/** An Atlas 300I card carries four Ascend 310, and the READMEs' tables give the card (their logs: a chip). */
const CHIPS_PER_310_CARD = 4;

const DEVICES: Record<string, string> = {
  '310': 'ascend310',
  '310P': 'ascend310p3',
  '310P3': 'ascend310p3',
  '310B': 'ascend310b',
};

/** Not of pure inference, of a part of the model, or before the model was fit for the chip. */
const NOT_PURE = /端到端|E2E|同步|H2D|耗时|head|tail|未优化|未任何优化|gelu|随机数|710/;
const TUNED = /aoe|autotune|优化/i;
const IS_LOG = /^(pure inference throughput|aclmdlExecute interface throughput)/;
/** A row of the repository's index: `100085 | YOLOV3 | coco | … | 219(bs4) | shape`. */
const INDEX_ROW = /^\d{6} \| ([^|]+?) \|.*?\| *([\d.]+) ?\(bs(\d+)\) *\|/;

/** Folders whose name hides which model is in them. */
const RENAMED: Record<string, string> = {
  // Trained on cifar100 (32 x 32), as its accuracy of 79.9 % tells: the same as ResNet50-MMLab.
  resnet50_bs24_for_pytorch: 'ResNet50-MMLab',
};

function kindOf(metric: string): RowKind {
  if (IS_LOG.test(metric)) return 'log';
  return TUNED.test(metric) ? 'tuned' : 'table';
}

/** Name, batch and figure: of the row itself, or of the index line in its note. */
function identity(row: RawRow): { name: string; batch: number; figure: number } | undefined {
  if (row.model_or_op !== 'ACL_PyTorch')
    return {
      name: RENAMED[row.model_or_op] ?? row.model_or_op,
      batch: Number(row.batch),
      figure: Number(row.figure),
    };
  const index = INDEX_ROW.exec(row.note);
  return index ? { name: index[1] ?? '', batch: Number(index[3]), figure: Number(index[2]) } : undefined;
}

/** The row as the catalogue takes it, or the reason why it does not. */
export function readThroughputRow(row: RawRow): CatalogueRow | string {
  if (row.suspect !== '') return 'marked suspect';
  if (row.unit !== 'samples/s') return 'not a throughput';
  if (NOT_PURE.test(row.metric)) return 'not of pure inference';
  if (/最优|best/.test(row.note)) return 'best of several batches, batch not named';
  const device = DEVICES[row.hardware];
  const read = identity(row);
  if (!device || !read || !(read.batch >= 1) || !(read.figure > 0)) return 'batch or figure missing';
  const key = modelKey(read.name);
  if (key === '') return 'no name';
  const kind = kindOf(row.metric);
  const chips = device === 'ascend310' && kind !== 'log' ? CHIPS_PER_310_CARD : 1;
  return { ...read, key, device, kind, throughput: read.figure / chips, source: row.source };
}
