/** Which test files judge a mutant. */
import { basename } from 'node:path';

/**
 * A rule is judged by the test file of its name and by those about all rules, since the tests of another rule say
 * nothing of it; what rules share, by all. The file of the same name comes first: it most likely tells.
 */
export function judgesOf(sourceFile, testFiles) {
  const own = testFiles.find((file) => basename(file) === basename(sourceFile).replace(/\.ts$/, '.test.ts'));
  if (own === undefined) return testFiles;
  return [own, ...testFiles.filter((file) => !isOfRule(file))];
}

/** Tests about all rules, in files that are named for what they are about. */
const COMMON = new Set(['controls', 'counterfactual', 'meta', 'support', 'index']);

function isOfRule(testFile) {
  return !COMMON.has(basename(testFile, '.test.ts'));
}

/** A part of the simulator is judged by all tests, its own first. */
export function ownFirst(sourceFile, testFiles) {
  const own = basename(sourceFile).replace(/\.ts$/, '.test.ts');
  return testFiles.toSorted((a, b) => Number(basename(b) === own) - Number(basename(a) === own));
}
