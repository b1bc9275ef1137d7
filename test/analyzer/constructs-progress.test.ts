/** What a program tells while it works: to whom, and in which of the passes. */
import { expect, test } from 'vitest';
import { evaluate } from '../../src/pipeline/evaluate.ts';
import type { Step } from '../../src/pipeline/pipeline.ts';
import { pipelineOf } from '../support/analyzer.ts';

const head = `#include "acl/acl.h"
#include <cstdio>
static uint32_t model; static FILE *journal;
enum class Level { Debug, Info, Warn };
static Level threshold = Level::Info;
static bool verbose = false;
void note(Level level, const char *text) { if (level < threshold) return; fprintf(journal, "%s", text); }
void tell(FILE *to) { fputs("on\\n", to); fflush(to); }
`;

/** How many lines of the journal 1,200 passes write, where nothing else is set. */
async function linesOf([body, before = '']: readonly [string, string?]): Promise<number> {
  const pipeline = await pipelineOf(`${head}int main(int argc, char **argv) {
  aclmdlLoadFromFile("resnet50_bs1.om", &model); journal = fopen("journal", "a"); ${before}
  for (int done = 0; done < 1200; done++) { aclmdlExecute(model, nullptr, nullptr); ${body} }
}`);
  const values = Object.fromEntries(pipeline.parameters.map(({ name, value }) => [name, value]));
  const lines = (steps: readonly Step[]): number =>
    steps.reduce((sum, step) => {
      if (step.kind === 'repeat' && step.times !== 'forever')
        return sum + evaluate(step.times, values) * lines(step.body);
      if (step.kind === 'host') return sum + 1;
      if (step.kind !== 'branch') return sum;
      const share = evaluate(step.share, values);
      return sum + share * lines(step.then) + (1 - share) * lines(step.otherwise);
    }, 0);
  return pipeline.threads.reduce((sum, { program }) => sum + lines(program), 0);
}

const programs: Record<string, [number, string, string?]> = {
  'nothing that goes to the standard error': [0, 'fprintf(stderr, ".");'],
  'nothing that goes to a stream that stands for the standard output': [
    0,
    'fprintf(out, ".");',
    'FILE *out = stdout;',
  ],
  'nothing that a function passes on to the standard output': [0, 'tell(stdout); tell(stderr);'],
  'nothing that goes to the descriptor of the standard error': [0, 'write(2, ".", 1); fputc(10, stderr);'],
  'each line that goes to a file': [1200, 'fprintf(journal, ".");'],
  'each line that a function passes on to a file': [1200, 'tell(journal);'],
  'one line in a hundred': [12, 'if (done % 100 == 0) fprintf(journal, ".");'],
};

for (const [name, [lines, ...program]] of Object.entries(programs))
  test(`counts ${name}`, async () => {
    expect(await linesOf(program)).toBeCloseTo(lines);
  });
