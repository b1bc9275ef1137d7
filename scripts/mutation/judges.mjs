/** Which test files judge a mutant. */
import { basename } from 'node:path';

/**
 * A rule is judged by the test file of its name and by those about all rules, since the tests of another rule say
 * nothing of it; what rules share, by all.
 */
export function judgesOf(sourceFile, testFiles) {
  const own = testFiles.find((file) => isOwn(file, sourceFile));
  if (own === undefined || isShared(sourceFile)) return testFiles;
  return [own, ...testFiles.filter((file) => !isOfRule(file))];
}

const SHARED = new Set(['query', 'fix', 'counterfactual', 'words']);

const isShared = (sourceFile) => sourceFile.split(/[\\/]/).some((folder) => SHARED.has(folder));

/** Tests about all rules, in files that are named for what they are about. */
const COMMON = new Set(['define-rule', 'controls', 'counterfactual', 'meta', 'support', 'index']);

function isOfRule(testFile) {
  return !COMMON.has(basename(testFile, '.test.ts'));
}

/** True for the test file of a source file's name. */
export function isOwn(testFile, sourceFile) {
  return basename(testFile) === basename(sourceFile).replace(/\.ts$/, '.test.ts');
}
