/** Pipelines on which a law was once broken. */
import { readFileSync } from 'node:fs';
import type { Pipeline } from '../../../src/pipeline/pipeline.ts';
import { parsePipeline } from '../../../src/pipeline/schema.ts';

const FOLDER = new URL('../../cases/simulator/', import.meta.url);

export const loadCase = (name: string): Pipeline =>
  parsePipeline(JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')));
