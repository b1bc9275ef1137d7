/** Prints the page's timings beside their limits: `npm run bench -- ui`. */
import { measureUi } from './ui.ts';

const timings = await measureUi();
for (const { name, value, unit, limit } of timings) {
  console.log(`${name.padEnd(64)} ${value.toFixed(1).padStart(8)} ${unit}  (limit ${limit.toFixed(1)})`);
}
process.exitCode = timings.every(({ value, limit }) => value <= limit) ? 0 : 1;
