/**
 * Predictions against measurements: `npm run validate`. Prints what must be shown and what is, writes the tables of
 * docs/accuracy.md, and ends with status 1 where a gate is missed. `--leave-one-out` fits anew without each table in
 * turn, which takes some minutes.
 */
import { DEFAULT_DEVICE, loadProfile } from '../../src/profile/load.ts';
import { fittedValues } from './constants.ts';
import { dvppGates, dvppOutcomes, dvppText } from './dvpp-report.ts';
import { type Gate, inWords, passes } from './gates.ts';
import { leaveOneOut, leftOutGates, leftOutTable } from './leave-one-out.ts';
import { readMeasurements } from './measurements.ts';
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

const indented = (all: Gate[]) => all.map((gate) => `    ${inWords(gate)}`).join('\n');
await writeSection('gates', indented(gates));

if (process.argv.includes('--leave-one-out')) {
  const left = leaveOneOut(profile, data);
  const leftGates = leftOutGates(left);
  gates.push(...leftGates);
  await writeSection('leave-one-out', `${leftOutTable(left)}\n\n${indented(leftGates)}`);
  console.log(leftOutTable(left));
}

console.log(`\n${gates.map(inWords).join('\n')}`);
if (!gates.every(passes)) process.exitCode = 1;
