import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import { flowOf } from '../../src/sim/bounds/flow.ts';

const folder = new URL('../../examples/pipelines/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const read = (file: string) => parsePipeline(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));

describe('pipelines written by hand', () => {
  it('are there', () => {
    expect(files).toContain('cameras-yolov3.json');
  });

  it.each(files)('%s is a Pipeline that completes frames', (file) => {
    const flow = flowOf(resolve(read(file)));
    expect(flow.threads.some((thread) => thread.frames > 0)).toBe(true);
  });
});
