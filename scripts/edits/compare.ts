/** What an analyzer says of its workspace, as text, so that two of them can be compared. */
import type { Parser } from 'web-tree-sitter';
import type { Finding } from '../../src/analyzer/finding.ts';
import type { FileFacts } from '../../src/analyzer/syntax/facts.ts';
import { WorkspaceAnalyzer } from '../../src/analyzer/workspace.ts';
import type { Desk, Step } from './desk.ts';

/** By what is compared: facts of each file, programs, their Pipelines, findings, notices. */
export type Answers = ReadonlyMap<string, string>;

/** Passes a step on. */
export function tell(analyzer: WorkspaceAnalyzer, step: Step): void {
  if (step.kind === 'text') analyzer.update(step);
  else if (step.kind === 'remove') analyzer.remove(step.file);
  else analyzer.configure(step.settings);
}

/** An analyzer that has only ever seen the texts as they stand now. */
export function freshFor(desk: Desk, parser: Parser): WorkspaceAnalyzer {
  const analyzer = new WorkspaceAnalyzer(parser, desk.settings);
  for (const file of desk.files) analyzer.update({ file, text: desk.textOf(file) });
  return analyzer;
}

/** All that the analyzer says. `open` is the file that is asked for by itself, and `first` what is asked first. */
export function answersOf(
  analyzer: WorkspaceAnalyzer,
  files: readonly string[],
  open: string,
  first: 'findings' | 'programs',
): Answers {
  const answers = new Map<string, string>();
  const ofFile = first === 'findings' ? analyzer.findings(open) : [];
  for (const { name, files: own, pipeline, findings, summary } of analyzer.programs()) {
    answers.set(`program ${name}`, own.join('\n'));
    answers.set(`Pipeline of ${name}`, written(pipeline));
    answers.set(`findings of ${name}`, findings.map((one) => findingText(one, pipeline)).join('\n'));
    answers.set(`rules on ${name}`, written(summary));
  }
  answers.set('programs', [...answers.keys()].join('\n'));
  answers.set(
    'findings',
    analyzer
      .findings()
      .map((one) => findingText(one))
      .join('\n'),
  );
  answers.set(
    'findings of the open file',
    (ofFile.length ? ofFile : analyzer.findings(open)).map((one) => findingText(one)).join('\n'),
  );
  answers.set('notices', analyzer.notices().map(written).join('\n'));
  for (const file of files) answers.set(`facts of ${file}`, factsText(analyzer.factsOf(file)));
  return answers;
}

/** The first thing that two analyzers say differently, with both answers. */
export function difference(
  ours: Answers,
  fresh: Answers,
): { what: string; ours: string; fresh: string } | undefined {
  for (const what of [...fresh.keys(), ...ours.keys()].sort(byDepth)) {
    const [one, other] = [ours.get(what) ?? '(none)', fresh.get(what) ?? '(none)'];
    if (one !== other) return { what, ours: one, fresh: other };
  }
  return undefined;
}

/** Facts first: what is wrong in them is wrong in all that is made of them. */
const byDepth = (a: string, b: string): number => depthOf(a) - depthOf(b);
const depthOf = (what: string): number => (/^facts/.test(what) ? 0 : /^programs?\b/.test(what) ? 1 : 2);

const written = (value: unknown): string => JSON.stringify(value);

function findingText(
  finding: Finding,
  pipeline?: Parameters<NonNullable<Finding['counterfactual']>>[0],
): string {
  const after = pipeline && finding.counterfactual?.(pipeline);
  return written({ ...finding, after });
}

function factsText(facts: FileFacts | undefined): string {
  if (!facts) return '';
  const { includes, main, usings, annotations, errors, leftOut, chunks } = facts;
  return [
    written({ includes, main: main?.nameStart, usings, errors }),
    ...leftOut.map(({ macros, ...side }) => written({ ...side, macros: [...macros] })),
    ...annotations.map(({ offset, settings }) => written([offset, ...settings])),
    ...chunks.map(({ chunk: { base, text }, declarations }) =>
      written([base, text, declarations.map(withoutChunk)]),
    ),
  ].join('\n');
}

/** Each declaration holds its chunk: once is enough. */
const withoutChunk = (declaration: object): object => ({ ...declaration, chunk: undefined });
