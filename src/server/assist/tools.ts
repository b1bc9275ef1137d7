/** The tools for coding assistants: what each takes, and the command that it is. */
import * as v from 'valibot';
import { DEFAULT_DEVICE, DEVICE_IDS } from '../../pipeline/devices.ts';

const text = (most = 500) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));
const said = (words: string, most?: number) => v.pipe(text(most), v.description(words));

const place = v.pipe(
  v.array(text()),
  v.minLength(1),
  v.maxLength(50),
  v.description('C++ files and folders, relative to the working folder.'),
);

const common = {
  device: v.exactOptional(
    said(`${DEVICE_IDS.join(', ')}; where none is named that of the settings, else ${DEFAULT_DEVICE}.`, 40),
  ),
  set: v.exactOptional(
    v.pipe(
      v.record(text(200), v.union([v.number(), text(200)])),
      v.description('Values of parameters by name, as {"THREAD_COUNT": 4}.'),
    ),
  ),
};

interface Common {
  device?: string | undefined;
  set?: Record<string, number | string> | undefined;
}

/** What a tool runs: options of a command, and what it is asked about. */
export interface Asked {
  command: string;
  options: string[];
  operands: string[];
  /** Those of the operands that are paths whatever they look like. */
  paths: string[];
}

const optionsOf = ({ device, set = {} }: Common): string[] => [
  ...(device === undefined ? [] : [`--device=${device}`]),
  ...Object.entries(set).map(([name, value]) => `--set=${name}=${String(value)}`),
];

const one = (name: string, value: string | undefined): string[] =>
  value === undefined ? [] : [`--${name}=${value}`];

const checkInput = v.object({
  paths: place,
  ...common,
  rule: v.exactOptional(said('Only this rule.', 80)),
  minSeverity: v.exactOptional(v.picklist(['hint', 'info', 'warning', 'error'])),
});

const predictInput = v.object({
  paths: place,
  ...common,
  program: v.exactOptional(said('Of several programs, this one in full.')),
});

const explainInput = v.object({
  rule: v.exactOptional(said('The rule whose page is wanted; else file and line.', 80)),
  file: v.exactOptional(said('A C++ file, relative to the working folder.')),
  line: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.description('From 1.'))),
  paths: v.exactOptional(v.pipe(place, v.description('Other files and folders of the program.'))),
  ...common,
});

const sweepInput = v.object({
  paths: place,
  ...common,
  vary: v.pipe(
    v.array(text(200)),
    v.minLength(1),
    v.maxLength(4),
    v.description('As NAME=1..8 or NAME=16,32,64.'),
  ),
  program: v.exactOptional(said('Of several programs, this one.')),
});

const diffInput = v.object({
  before: said('A file, a folder, or a revision of the git repository, as HEAD~1.'),
  after: v.exactOptional(said('The same; the working folder where left out.')),
  paths: v.exactOptional(v.pipe(place, v.description('Of two revisions, only these files and folders.'))),
  ...common,
});

/** One tool; `asked` says what it runs: nothing where the input makes no sense. */
export interface Tool<Input extends v.GenericSchema = v.GenericSchema> {
  name: string;
  title: string;
  description: string;
  input: Input;
  asked(input: v.InferOutput<Input>): Asked | undefined;
}

const tool = <Input extends v.GenericSchema>(given: Tool<Input>): Tool => given as unknown as Tool;

export const TOOLS: readonly Tool[] = [
  tool({
    name: 'check',
    title: 'Findings',
    description:
      'Performance and correctness findings of AscendCL C++ host code, by line, each with the predicted gain of its fix (frames/s before and after, with its doubt), and, where not all AscendCL calls were followed, how many. Nothing is run.',
    input: checkInput,
    asked: ({ paths, rule, minSeverity, ...rest }) => ({
      command: 'check',
      options: [...optionsOf(rest), ...one('rule', rule), ...one('min-severity', minSeverity)],
      operands: paths,
      paths,
    }),
  }),
  tool({
    name: 'predict',
    title: 'Prediction',
    description:
      'Predicted throughput (frames/s with range), latency (ms), what binds it, and what would lift it, of AscendCL C++ programs on an Ascend device, simulated from the source. Of several programs a line each: name one for the details.',
    input: predictInput,
    asked: ({ paths, program, ...rest }) => ({
      command: 'predict',
      options: [...optionsOf(rest), ...one('program', program)],
      operands: paths,
      paths,
    }),
  }),
  tool({
    name: 'explain',
    title: 'Explain a line or a rule',
    description:
      'What is known of a line: its steps with time (ms, with range), share of a frame, findings, and what is taken for granted; or the page of a rule.',
    input: explainInput,
    asked: ({ rule, file, line, paths = [], ...rest }) => {
      if (rule !== undefined) return { command: 'explain', options: [], operands: [rule], paths: [] };
      if (file === undefined || line === undefined) return undefined;
      return {
        command: 'explain',
        options: optionsOf(rest),
        operands: [`${file}:${String(line)}`, ...paths],
        paths: [file, ...paths],
      };
    },
  }),
  tool({
    name: 'sweep',
    title: 'Sweep',
    description:
      'The predicted rate over values of parameters (threads, depth, batch …) as a table, with the knee where more stops to pay, memory (MiB) and host cores.',
    input: sweepInput,
    asked: ({ paths, vary, program, ...rest }) => ({
      command: 'sweep',
      options: [...optionsOf(rest), ...vary.map((each) => `--vary=${each}`), ...one('program', program)],
      operands: paths,
      paths,
    }),
  }),
  tool({
    name: 'diff',
    title: 'Effect of a change',
    description:
      'What a change does: predicted rate, latency and what binds by program before and after, the lines that make the difference, and findings that came and went. Between folders, files, or git revisions.',
    input: diffInput,
    asked: ({ before, after = '.', paths = [], ...rest }) => ({
      command: 'diff',
      options: optionsOf(rest),
      operands: [before, after, ...paths],
      paths,
    }),
  }),
];
