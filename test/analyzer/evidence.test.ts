/** What is shown of a parameter is the line that sets it. */
import { expect, it } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const run = (size: string): string =>
  `aclrtStream stream; void *host, *device; while (go()) aclrtMemcpyAsync(device, ${size}, host, ${size}, ACL_MEMCPY_HOST_TO_DEVICE, stream);`;

it.each([
  [
    'of a class',
    'class Held {\npublic:\n    static const size_t BYTES = 1 << 20;\n    int more;\n};',
    'Held::BYTES',
  ],
  ['of a namespace', 'namespace held {\nint more;\nconstexpr size_t BYTES = 1 << 20;\n}', 'held::BYTES'],
  ['of the file', 'static const size_t BYTES = 1 << 20;', 'BYTES'],
  ['second of a list', 'static const size_t MORE = 4,\n    BYTES = 1 << 20;', 'BYTES'],
])('a constant %s', async (_, declared, name) => {
  const { parameters } = await pipelineOf(`${declared}\nint main() { ${run(name)} }`);
  const found = parameters.find((parameter) => parameter.name.endsWith('BYTES'));
  expect(found?.origin.evidence).toMatch(/^[^{]*\bBYTES = 1 << 20\s*;$/);
});
