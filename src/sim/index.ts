/** Pipeline + DeviceProfile → Prediction. */
export { DEFAULT_PRECISION, simulate, type SimulateOptions } from './simulate.ts';
export type { StopSignal } from './run.ts';
export type { CriticalStep, IdleCause, MemoryPrediction, Prediction, TimelineBox } from './prediction.ts';
