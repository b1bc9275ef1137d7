/** From the paths and options of a command to a session with everything in it. */
import type { Pipeline } from '../pipeline/pipeline.ts';
import { COMMON_SETTINGS, settableNames } from '../pipeline/settable.ts';
import { valueOf } from '../service/parameters.ts';
import { parseSettings } from './numbers.ts';
import { createAnalyzer } from '../analyzer/index.ts';
import type { ProgramAnalysis } from '../analyzer/analysis.ts';
import type { Locale } from '../service/locale.ts';
import type { SessionSettings } from '../service/session.ts';
import { Session } from '../service/session.ts';
import type { Timing } from '../analyzer/rules/index.ts';
import type { CommonOptions, LoadedConfig } from './config.ts';
import { findConfig, sessionSettings } from './config.ts';
import type { Console } from './console.ts';
import { contextOf, diskThrough } from './context.ts';
import { CliError } from './failure.ts';
import { message } from './messages.ts';
import type { InputFile, Inputs, Read } from './inputs.ts';
import { collectInputs, readText } from './inputs.ts';
import { suggestion } from './suggest.ts';
import { watchOver } from './watchdog.ts';
import { readWasm } from './wasm.ts';

export interface Opened {
  session: Session;
  /** Names of the files that the user asked about; the session knows more where these need others. */
  given: ReadonlySet<string>;
  /** Those that were named themselves. */
  named: ReadonlySet<string>;
  /** Names of `--entry`. */
  entries: readonly string[];
  config: LoadedConfig | undefined;
  locale: Locale;
  /** Time of each rule, ms. */
  ruleTimes: ReadonlyMap<string, number>;
}

/** Sums the time of each rule over all programs. */
function ruleTimer() {
  const times = new Map<string, number>();
  const took = (rule: string, ms: number): void => void times.set(rule, (times.get(rule) ?? 0) + ms);
  return { times, timing: { now: () => performance.now(), took } };
}

/** What a run is asked about, as the disk has it now. */
export interface Seen {
  inputs: Inputs;
  config: LoadedConfig | undefined;
  settings: SessionSettings;
  /** The inputs, and what they need. */
  files: InputFile[];
}

/** Throws `CliError` for what cannot be read or makes no sense; what is merely left out is noted on stderr. */
export async function see(
  paths: readonly string[],
  options: CommonOptions,
  out: Console,
  read: Read = readText,
): Promise<Seen> {
  const inputs = collectInputs(paths, read);
  const config = findConfig(options, inputs.folder, out);
  const settings = sessionSettings(options, config);
  const files = [...inputs.files, ...(await contextOf(inputs.files, diskThrough(read)))];
  return { inputs, config, settings, files };
}

/** Throws `CliError` as `see` does. */
export async function openSession(paths: string[], options: CommonOptions, out: Console): Promise<Opened> {
  watchOver(out);
  return openedOf(await see(paths, options, out), options, out);
}

export async function openedOf(seen: Seen, options: CommonOptions, out: Console): Promise<Opened> {
  const { times, timing } = ruleTimer();
  const session = await sessionWith(seen.files, seen.settings, timing);
  return withSeen({ session, ruleTimes: times }, seen, options, out);
}

/** Says what is odd about the inputs. Throws `CliError` for an option that fits no program of them. */
export function withSeen(
  { session, ruleTimes }: Pick<Opened, 'session' | 'ruleTimes'>,
  { inputs, config }: Seen,
  options: CommonOptions,
  out: Console,
): Opened {
  noteInputs(inputs, out);
  checkSettings([session], options);
  return {
    session,
    given: new Set(inputs.files.map(({ file }) => file)),
    named: inputs.named,
    entries: options.entry ?? [],
    config,
    locale: out.locale,
    ruleTimes,
  };
}

/** A session with these files in it. Throws `CliError` where the installation lacks the parser. */
export async function sessionWith(
  files: readonly InputFile[],
  settings: SessionSettings,
  timing?: Timing,
): Promise<Session> {
  const { runtime, grammar } = readWasm(__dirname);
  const wasm = { runtimeWasm: runtime, grammarWasm: grammar };
  const session = new Session(
    await createAnalyzer({ ...wasm, settings, ...(timing && { timing }) }),
    settings,
  );
  for (const file of files) session.update(file);
  return session;
}

function noteInputs({ files, notes }: Inputs, out: Console): void {
  for (const note of notes) out.note(note);
  for (const { file, text } of files) {
    if (text.trim() === '') out.note(message('in-file', { file, what: message('nothing-in-it') }));
  }
}

/** A name that no program has is a slip of the pen, and said; values of the configuration may be for other programs. */
export function checkSettings(sessions: readonly Session[], { set = [] }: CommonOptions): void {
  if (set.length === 0) return;
  const programs = sessions.flatMap((session) => session.programs());
  checkSet(
    set,
    programs.map(({ pipeline }) => pipeline),
  );
}

/** Throws `CliError` for a `--set NAME=VALUE` that no parameter has a use for. */
export function checkSet(set: readonly string[], pipelines: readonly Pipeline[]): void {
  const given = Object.entries(parseSettings([...set], '--set'));
  const parameters = pipelines.flatMap((pipeline) => pipeline.parameters);
  const known = [...new Set([...COMMON_SETTINGS, ...pipelines.flatMap(settableNames)])];
  checkNames(
    given.map(([name]) => name),
    known,
    '--set',
  );
  for (const [name, value] of given) {
    const own = parameters.filter((one) => one.name === name);
    if (typeof value === 'number' || own.some((one) => valueOf(one, value) !== undefined)) continue;
    const names = [...new Set(own.flatMap(({ choices = [] }) => choices))];
    throw names.length
      ? new CliError('neither-nor', { option: `--set ${name}`, text: value, names })
      : new CliError('not-a-number', { option: `--set ${name}`, text: value });
  }
}

/** Throws `CliError` for a name that is none of the known ones. */
export function checkNames(names: readonly string[], known: readonly string[], option: string): void {
  const name = names.find((candidate) => !known.includes(candidate));
  if (name === undefined) return;
  throw new CliError('unknown-parameter', { option, name, suggestion: suggestion(name, known) });
}

/** The programs that have one of the given files in them; with `--entry`, the entries that it names alone. */
export function givenPrograms(opened: Opened, name?: string): ProgramAnalysis[] {
  const programs = chosenEntries(opened) ?? ofGivenFiles(opened);
  if (name === undefined) return programs;
  const named = programs.filter((program) => program.name === name);
  if (named.length > 0) return named;
  const names = programs.map((program) => program.name);
  throw new CliError('unknown-program', { name, suggestion: suggestion(name, names) });
}

export const ofGivenFiles = ({ session, given }: Pick<Opened, 'session' | 'given'>): ProgramAnalysis[] =>
  within(given, session.programs());

const within = (given: ReadonlySet<string>, programs: ProgramAnalysis[]): ProgramAnalysis[] =>
  programs.filter(({ files }) => files.some((file) => given.has(file)));

function chosenEntries(opened: Opened): ProgramAnalysis[] | undefined {
  const { entries, session, given } = opened;
  if (entries.length === 0) return undefined;
  const all = within(given, [...session.programs(), ...session.beside()]).filter(
    ({ kind }) => kind === 'entry' || kind === 'beside',
  );
  return entries.flatMap((name) => {
    const named = all.filter((program) => isNamed(program.name, name));
    if (named.length > 0) return named;
    throw new CliError('unknown-entry', {
      name,
      suggestion: suggestion(
        name,
        all.map((one) => one.name),
      ),
    });
  });
}

/** `Net::forward (lib)` is meant by `Net::forward` and by `forward`. */
function isNamed(full: string, name: string): boolean {
  const plain = full.replace(/ \(.*\)$/, '');
  return full === name || plain === name || plain.endsWith(`::${name}`);
}
