/** Settings that a person goes back and forth between. */
import type { AnalysisSettings } from '../../src/analyzer/analysis.ts';

export const SIDES: readonly AnalysisSettings[] = [
  {},
  { defines: { FLAG: '1' } },
  { defines: { ASYNC: '', NDEBUG: '1' }, device: 'ascend310p3' },
  { rules: { 'sync-device-in-loop': 'off' } },
];
