/** Pipeline + DeviceProfile → Prediction. */
export { DEFAULT_PRECISION, simulate, type SimulateOptions } from './simulate.ts';
export { decidingDoubt, type Doubt, type DoubtEnd } from './doubt/doubt.ts';
export { effectsOf, withDoubts } from './doubt/study.ts';
export { boundParts, type BoundPart } from './explain/bound-parts.ts';
export type { StopSignal } from './run.ts';
export type { CriticalStep, IdleCause, MemoryPrediction, Prediction, TimelineBox } from './prediction.ts';
