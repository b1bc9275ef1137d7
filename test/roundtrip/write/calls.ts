/** How the work on a frame is divided into functions, and how these are called: the choice `call`. */
import { block, type Code, type Func } from './code.ts';
import type { Errors } from './errors.ts';
import type { Access } from './owners.ts';

/** A part of the work on a frame. */
export interface Part {
  name: string;
  body: Code[];
}

export interface Division {
  types: Code[];
  functions: Func[];
  /** Before the loop, and in it. */
  setup: Code[];
  calls: Code[];
}

interface Request {
  parts: Part[];
  access: Access;
  errors: Errors;
  /** Prefix of the names, one for each lane. */
  role: string;
}

type Calls = (request: Request) => Division;

const none: Division = { types: [], functions: [], setup: [], calls: [] };
const complete = (errors: Errors, body: Code[]): Code[] =>
  errors.around ? errors.around(body) : [...body, ...errors.done];

const typed = (role: string, part: Part): string => `^${role}_${part.name}`;
const called = (role: string, part: Part): string => `@${role}_${part.name}`;

const functionsOf = ({ parts, access, errors, role }: Request): Func[] =>
  parts.map((part) => ({
    result: errors.result,
    name: called(role, part),
    parameters: access.parameter,
    body: complete(errors, part.body),
  }));

const member = (
  errors: Errors,
  name: string,
  parameters: string,
  body: Code[],
  before = '',
  after = '',
): Code => block(`${before}${errors.result} ${name}(${parameters})${after}`, complete(errors, body));

const inLine: Calls = ({ parts }) => ({ ...none, calls: parts.flatMap((part) => part.body) });

const free: Calls = (request) => ({
  ...none,
  functions: functionsOf(request),
  calls: request.parts.flatMap((part) =>
    request.errors.own(`${called(request.role, part)}(${request.access.argument})`),
  ),
});

const staticMethod: Calls = ({ parts, access, errors, role }) => ({
  ...none,
  types: [
    block(
      `struct ^${role}_stages`,
      parts.map((part) => member(errors, `@${part.name}`, access.parameter, part.body, 'static ')),
      ';',
    ),
  ],
  calls: parts.flatMap((part) => errors.own(`^${role}_stages::@${part.name}(${access.argument})`)),
});

/** A class that keeps its lane by reference, pointer or number: the member is named as the parameter was. */
const classOf = ({ parts, access, errors, role }: Request): Code =>
  block(
    `class ^${role}_runner`,
    [
      'public:',
      `explicit ^${role}_runner(${access.parameter.replace('$', '$a_')}) : ${access.argument}(${access.argument.replace('$', '$a_')}) {}`,
      ...parts.map((part) => member(errors, `@${part.name}`, '', part.body)),
      'private:',
      `${access.parameter};`,
    ],
    ';',
  );

const method: Calls = (request) => ({
  ...none,
  types: [classOf(request)],
  setup: [`^${request.role}_runner $runner(${request.access.argument});`],
  calls: request.parts.flatMap((part) => request.errors.own(`$runner.@${part.name}()`)),
});

const memberPointer: Calls = (request) => {
  const { role, parts, errors } = request;
  const type = `^${role}_runner`;
  const table = parts.map((part) => `&${type}::@${part.name}`).join(', ');
  return {
    ...method(request),
    setup: [
      `${type} $runner(${request.access.argument});`,
      `${errors.result} (${type}::*const $steps[])() = {${table}};`,
    ],
    calls: [block('for (const auto $step : $steps)', errors.own('($runner.*$step)()'))],
  };
};

const interfaceOf = ({ errors, access, role }: Request): Code =>
  block(
    `class ^${role}_stage`,
    [
      'public:',
      `virtual ~^${role}_stage() = default;`,
      `virtual ${errors.result} @run(${access.parameter}) = 0;`,
    ],
    ';',
  );

const virtual: Calls = (request) => {
  const { parts, access, errors, role } = request;
  return {
    ...none,
    types: [
      interfaceOf(request),
      ...parts.map((part) =>
        block(
          `class ${typed(role, part)} : public ^${role}_stage`,
          ['public:', member(errors, '@run', access.parameter, part.body, '', ' override')],
          ';',
        ),
      ),
    ],
    setup: [
      `std::vector<std::unique_ptr<^${role}_stage>> $stages;`,
      ...parts.map((part) => `$stages.push_back(std::make_unique<${typed(role, part)}>());`),
    ],
    calls: [block('for (auto &$stage : $stages)', errors.own(`$stage->@run(${access.argument})`))],
  };
};

/** Functions in a list that the loop goes through. */
const listed =
  (list: (request: Request, names: string) => string, call = '$stage'): Calls =>
  (request) => ({
    ...none,
    functions: functionsOf(request),
    setup: [list(request, request.parts.map((part) => called(request.role, part)).join(', '))],
    calls: [
      block('for (const auto &$stage : $stages)', request.errors.own(`${call}(${request.access.argument})`)),
    ],
  });

const functionTable = listed(
  ({ errors, access }, names) => `${errors.result} (*const $stages[])(${access.parameter}) = {${names}};`,
);
const stdFunction = listed(
  ({ errors, access }, names) =>
    `const std::vector<std::function<${errors.result}(${access.parameter})>> $stages{${names}};`,
);

const lambda: Calls = ({ parts, errors }) => ({
  ...none,
  setup: parts.map((part) =>
    block(`const auto $${part.name} = [&]() -> ${errors.result}`, complete(errors, part.body), ';'),
  ),
  calls: parts.flatMap((part) => errors.own(`$${part.name}()`)),
});

const lambdaList: Calls = ({ parts, errors }) => ({
  ...none,
  setup: [
    `std::vector<std::function<${errors.result}()>> $stages;`,
    ...parts.map((part) =>
      block(`$stages.emplace_back([&]() -> ${errors.result}`, complete(errors, part.body), ');'),
    ),
  ],
  calls: [block('for (auto &$stage : $stages)', errors.own('$stage()'))],
});

const functor: Calls = ({ parts, access, errors, role }) => ({
  ...none,
  types: parts.map((part) =>
    block(
      `struct ${typed(role, part)}`,
      [member(errors, 'operator()', access.parameter, part.body, '', ' const')],
      ';',
    ),
  ),
  calls: parts.flatMap((part) => errors.own(`${typed(role, part)}{}(${access.argument})`)),
});

const template: Calls = ({ parts, access, errors, role }) => ({
  ...none,
  types: [
    ...parts.map((part) =>
      block(
        `struct ${typed(role, part)}`,
        [member(errors, '@run', access.parameter, part.body, 'static ')],
        ';',
      ),
    ),
    'template <typename Stage>',
    member(errors, `@${role}_apply`, access.parameter, errors.own(`Stage::@run(${access.argument})`)),
  ],
  calls: parts.flatMap((part) => errors.own(`@${role}_apply<${typed(role, part)}>(${access.argument})`)),
});

const crtp: Calls = ({ parts, access, errors, role }) => ({
  ...none,
  types: [
    'template <typename Derived>',
    block(
      `struct ^${role}_stage_base`,
      [
        member(
          errors,
          '@execute',
          access.parameter,
          errors.own(`static_cast<Derived *>(this)->@run(${access.argument})`),
        ),
      ],
      ';',
    ),
    ...parts.map((part) =>
      block(
        `struct ${typed(role, part)} : ^${role}_stage_base<${typed(role, part)}>`,
        [member(errors, '@run', access.parameter, part.body)],
        ';',
      ),
    ),
  ],
  setup: parts.map((part) => `${typed(role, part)} $${part.name};`),
  calls: parts.flatMap((part) => errors.own(`$${part.name}.@execute(${access.argument})`)),
});

const invoke: Calls = (request) => ({
  ...free(request),
  calls: request.parts.flatMap((part) =>
    request.errors.own(`std::invoke(${called(request.role, part)}, ${asArgument(request.access)})`),
  ),
});

const asArgument = ({ parameter, argument }: Access): string =>
  parameter.includes('&') ? `std::ref(${argument})` : argument;

/** One function for the whole pass, which calls the parts. */
const nested: Calls = (request) => {
  const { access, errors, role } = request;
  const inner = free(request);
  const pass = {
    result: errors.result,
    name: `@${role}_process`,
    parameters: access.parameter,
    body: complete(errors, inner.calls),
  };
  return {
    ...inner,
    functions: [...inner.functions, pass],
    calls: errors.own(`@${role}_process(${access.argument})`),
  };
};

/** The simplest first. */
export const calls: Record<string, Calls> = {
  inline: inLine,
  free,
  nested,
  'static-method': staticMethod,
  method,
  lambda,
  virtual,
  'function-table': functionTable,
  'std-function': stdFunction,
  'lambda-list': lambdaList,
  functor,
  template,
  crtp,
  'member-pointer': memberPointer,
  'std-invoke': invoke,
};
