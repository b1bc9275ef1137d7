/** All that is known of tools' reports, in the order in which it is tried. */
import { benchmarkForms } from '../lines/benchmark.ts';
import { dmiForms } from '../lines/dmi.ts';
import type { LineForm } from '../lines/line.ts';
import { msameForms } from '../lines/msame.ts';
import { npuSmiForms } from '../lines/npu-smi.ts';
import { systemForms } from '../lines/system.ts';
import { toolForms } from '../lines/tools.ts';
import { hostForms } from '../tables/host.ts';
import { linkForms } from '../tables/links.ts';
import { systemTableForms } from '../tables/system.ts';
import type { TableForm } from '../tables/table.ts';
import { taskForms } from '../tables/tasks.ts';

export const LINE_FORMS: readonly LineForm[] = [
  ...toolForms,
  ...npuSmiForms,
  ...benchmarkForms,
  ...msameForms,
  ...dmiForms,
  ...systemForms,
];

export const TABLE_FORMS: readonly TableForm[] = [
  ...taskForms,
  ...hostForms,
  ...linkForms,
  ...systemTableForms,
];
