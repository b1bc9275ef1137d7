/** What the parser of options says, in the user's language: its errors and the frame of its help. */
import type { Argument, Command, CommanderError, HelpConfiguration, Option } from 'commander';
import type { Locale } from '../service/locale.ts';
import { translator } from '../service/locale.ts';
import type { HelpId } from './help-texts.ts';
import { HELP } from './help-texts.ts';
import type { Message } from './messages.ts';
import { message } from './messages.ts';
import { nearest } from './suggest.ts';
import { displayWidth } from './table.ts';

type Code = CommanderError['code'];

/** The first things in quotes of an error of commander: the only place where it tells of what the error is. */
const quoted = (text: string): string[] => [...text.matchAll(/'([^']*)'/g)].map(([, inner]) => inner ?? '');

/** The error in our words; undefined where commander's own have to do. */
export function usageMessage(code: Code, text: string, command: Command): Message | undefined {
  const [name = '', value = ''] = quoted(text);
  switch (code) {
    case 'commander.missingArgument':
      return message('missing-argument', { name });
    case 'commander.optionMissingArgument':
      return message('option-without-value', { name });
    case 'commander.missingMandatoryOptionValue':
      return message('option-missing', { name });
    case 'commander.unknownOption':
      return message('unknown-option', { name, suggestion: nearOption(name, command) });
    case 'commander.excessArguments':
      return message('many-arguments', { name: command.name() });
    case 'commander.invalidArgument':
      return message('not-a-choice', { name, text: value, choices: choicesOf(name, command) });
    default:
      return undefined;
  }
}

function nearOption(name: string, command: Command): Message | string {
  const near = nearest(
    name,
    command.options.flatMap(({ long }) => long ?? []),
  );
  return near === undefined ? '' : message('did-you-mean', { name: near });
}

const choicesOf = (flags: string, command: Command): string[] =>
  command.options.find((option) => option.flags === flags)?.argChoices ?? [];

const isKnown = (id: string): id is HelpId => Object.hasOwn(HELP, id);

/** Help with our headings, and what commander adds to an option in our words. */
export function helpIn(locale: Locale): HelpConfiguration {
  const t = translator(HELP, locale);
  const described = ({ description, argChoices, defaultValue }: Option | Argument): string => {
    const parts = [
      ...(argChoices ? [t('choices', { choices: argChoices.join(t('and')) })] : []),
      ...(typeof defaultValue === 'string' ? [t('preset', { preset: defaultValue })] : []),
    ];
    return parts.length === 0 ? description : t('extra', { description, parts: parts.join(t('also')) });
  };
  return {
    styleTitle: (title) => (isKnown(title) ? t(title) : title),
    displayWidth,
    optionDescription: described,
    argumentDescription: described,
  };
}
