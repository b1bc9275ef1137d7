import { describe, expect, it } from 'vitest';
import { changesOf, undone } from '../../../src/service/difference/changes.ts';
import { Random } from '../random.ts';
import { judge } from './judge.ts';
import { drawPairs } from './pair.ts';

describe('two programs that differ in one known way', () => {
  it(
    'are compared: the sign of the change is right, and the lines that make it are named',
    { timeout: 60_000 },
    async () => {
      const judged = [];
      for (const pair of await drawPairs(new Random(7), 6)) judged.push(await judge(pair));
      expect(judged.map(({ pair: { change }, sign, why }) => [change, sign, why])).toEqual(
        judged.map(({ pair: { change } }) => [change, true, '']),
      );
      expect(judged).toHaveLength(6);
    },
  );
});

describe('the changes of a text', () => {
  const texts = (text: string) => new Map([['a.cpp', text]]);
  const [before, after] = [texts('one\ntwo\nthree\nfour\nfive\n'), texts('zero\none\n2\n3\nfive\nsix\n')];

  it('are undone to the text before, all or some', () => {
    const changes = changesOf(before, after);
    expect(undone(changes, before, after)).toEqual(before);
    const first = changes.filter(({ newLines }) => newLines.includes('zero'));
    expect(undone(first, before, after).get('a.cpp')).toBe('one\n2\n3\nfive\nsix\n');
  });

  it('take a file that came or went as one change', () => {
    const came = changesOf(new Map(), after);
    expect(came).toMatchObject([{ newLine: 1, oldLines: [] }]);
    expect(undone(came, new Map(), after)).toEqual(new Map([['a.cpp', undefined]]));
    expect(undone(changesOf(before, new Map()), before, new Map())).toEqual(before);
  });
});
