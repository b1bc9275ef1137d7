/** `acl-perf explain`: a rule's page, or what is known of a line. */
import { ruleIds } from '../../analyzer/rules/index.ts';
import { rulePage } from '../../server/rule-pages.ts';
import { versionedJson } from '../../service/json.ts';
import { lineFacts, type Place } from '../../service/line-facts.ts';
import { jsonLine } from '../../service/line-json.ts';
import type { CommonOptions } from '../config.ts';
import type { Console } from '../console.ts';
import { CliError, fileError, fileProblem } from '../failure.ts';
import { displayName } from '../inputs.ts';
import { message } from '../messages.ts';
import { noteNotices } from '../notes.ts';
import { openSession, type Opened } from '../open.ts';
import { lineLines, pageLines } from '../render/explanation.ts';
import { suggestion } from '../suggest.ts';

export interface ExplainOptions extends CommonOptions {
  format: 'text' | 'json';
}

const PLACE = /^(.+?):(\d{1,9})(?::\d{1,9})?$/;

export async function explainCommand(
  { what, paths }: { what: string; paths: string[] },
  options: ExplainOptions,
  out: Console,
): Promise<number> {
  const [, file, line] = PLACE.exec(what) ?? [];
  if (file === undefined) return explainRule(what, options, out);
  return explainLine({ file, line: Number(line) }, paths, options, out);
}

async function explainRule(rule: string, { format }: ExplainOptions, out: Console): Promise<number> {
  const known = ruleIds();
  if (!known.includes(rule))
    throw new CliError('nothing-to-explain', { name: rule, suggestion: suggestion(rule, known) });
  const page = await rulePage(rule, out.locale).catch((error: unknown) => {
    throw new CliError('incomplete', { what: fileProblem(error) });
  });
  out.print(format === 'json' ? versionedJson({ rule, page }) : pageLines(page, out).join('\n'));
  return 0;
}

async function explainLine(
  { file, line }: Place,
  paths: string[],
  options: ExplainOptions,
  out: Console,
): Promise<number> {
  const opened = await openSession([file, ...paths], options, out);
  const name = [...opened.named].find((one) => one === displayName(file)) ?? displayName(file);
  checkLine(opened, { file: name, line });
  const facts = await lineFacts(opened.session, { file: name, line });
  noteNotices(opened, options.verbose, out);
  const text = (): string => lineLines(facts, out.locale, out).join('\n');
  out.print(options.format === 'json' ? versionedJson(jsonLine(facts, out.locale)) : text());
  return 0;
}

function checkLine({ session }: Opened, { file, line }: Place): void {
  const text = session.textOf(file);
  if (text === undefined) throw fileError(file, message('no-such-file'));
  const count = text.split(/\r\n|\r|\n/).length;
  if (line < 1 || line > count) throw fileError(file, message('no-such-line', { line, count }));
}
