/**
 * Predictions against measurements: `npm run validate`. Prints what must be shown and what is, writes the tables of
 * docs/accuracy.md, and ends with status 1 where a gate is missed. `--leave-one-out` fits anew without each table in
 * turn, `--k-fold` without every fifth row, `--recovery` calibrates on devices that are known; each takes some minutes.
 */
import { DEFAULT_DEVICE } from '../../src/pipeline/devices.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { fittedValues } from './constants.ts';
import { dvppGates, dvppOutcomes, dvppText } from './dvpp-report.ts';
import { type Gate, inWords, passes } from './gates.ts';
import { kFold, kFoldGates, kFoldTable } from './k-fold.ts';
import { leaveOneOut, leftOutGates, leftOutTable } from './leave-one-out.ts';
import { readMeasurements } from './measurements.ts';
import { modelGates, modelsLeftOut, modelsTable } from './models-report.ts';
import { outsideGates, outsideOutcomes, outsideText } from './outside-report.ts';
import { recover, trials } from './recovery/recover.ts';
import { recoveryGates, recoveryText } from './recovery/report.ts';
import { table, writeSection } from './report.ts';
import { stageGates, stageOutcomes, stageText } from './stages-report.ts';
import { outcomesOf, remarks, throughputGates, throughputTable } from './throughput.ts';

const profile = loadProfile(DEFAULT_DEVICE);
const data = readMeasurements();
const gates: Gate[] = [];

const outcomes = outcomesOf(data.rows, data, profile);
gates.push(...throughputGates(outcomes));
console.log(throughputTable(outcomes));
console.log(remarks(outcomes));
await writeSection('throughput', `${throughputTable(outcomes)}\n\n${remarks(outcomes)}`);

const constants = fittedValues(profile).map(({ path, value: { value, unit, source } }) => [
  path,
  `${value} ${unit}`,
  source,
]);
await writeSection('constants', table(['constant', 'value', 'source'], constants));

const stages = stageOutcomes(profile);
gates.push(...stageGates(stages.outcomes));
await writeSection('stages', stageText(stages));
console.log(stageText(stages));

const dvpp = dvppOutcomes();
gates.push(...dvppGates(dvpp.outcomes));
await writeSection('dvpp', dvppText(dvpp));
console.log(dvppText(dvpp));

const models = modelsLeftOut();
gates.push(...modelGates(models));
await writeSection('models', modelsTable(models));
console.log(modelsTable(models));

const outside = outsideOutcomes(data, profile);
gates.push(...outsideGates(outside));
await writeSection('outside', outsideText(outside));
console.log(outsideText(outside));

const indented = (all: Gate[]) => all.map((gate) => `    ${inWords(gate)}`).join('\n');
await writeSection('gates', indented(gates));

if (process.argv.includes('--leave-one-out')) {
  const left = leaveOneOut(profile, data);
  const leftGates = leftOutGates(left);
  gates.push(...leftGates);
  await writeSection('leave-one-out', `${leftOutTable(left)}\n\n${indented(leftGates)}`);
  console.log(leftOutTable(left));
}

if (process.argv.includes('--k-fold')) {
  const held = kFold(profile, data);
  const heldGates = kFoldGates(held);
  gates.push(...heldGates);
  await writeSection('k-fold', `${kFoldTable(held)}\n\n${indented(heldGates)}`);
  console.log(kFoldTable(held));
}

if (process.argv.includes('--recovery')) {
  const recovered = trials([0.5, 2, 4, 8], 10, 40).flatMap(recover);
  const recoveredGates = recoveryGates(recovered);
  gates.push(...recoveredGates);
  await writeSection('recovery', `${recoveryText(recovered)}\n\n${indented(recoveredGates)}`);
  console.log(recoveryText(recovered));
}

console.log(`\n${gates.map(inWords).join('\n')}`);
if (!gates.every(passes)) process.exitCode = 1;
