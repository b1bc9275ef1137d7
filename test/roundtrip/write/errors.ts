/** How a program treats the status of a call: the choice `err`. */
import { block, type Code } from './code.ts';

export interface Errors {
  /** What a function of the program's own gives back. */
  result: string;
  /** Statements that end a function well; none where it gives nothing back. */
  done: string[];
  /** Statements that make a call of the runtime and look at its status. */
  call(expression: string): Code[];
  /** The same for a function of the program's own. */
  own(expression: string): Code[];
  /** Statements of `main` that turn what such a function gives back into an exit status. */
  exit(expression: string): Code[];
  /** Types, macros and functions that this needs. */
  support: Code[];
  /** Puts a function's body into what it needs around it. */
  around?(body: Code[]): Code[];
  /** The same for the function that a thread runs, where a failure must not leave it. */
  aroundThread?(body: Code[]): Code[];
}

const plain = (expression: string): Code[] => [`${expression};`];
const andZero = (expression: string): Code[] => [`${expression};`, 'return 0;'];
const report = 'fprintf(stderr, "failed at line %d\\n", __LINE__);';
const guarded = (condition: string, leave: string): Code[] => [block(`if (${condition})`, [report, leave])];

const ignore: Errors = { result: 'void', done: [], call: plain, own: plain, exit: andZero, support: [] };

const ifRet: Errors = {
  result: 'int',
  done: ['return 0;'],
  call: (e) => [block('', [`aclError $ret = ${e};`, ...guarded('$ret != ACL_SUCCESS', 'return -1;')])],
  own: (e) => guarded(`${e} != 0`, 'return -1;'),
  exit: (e) => [`return ${e};`],
  support: [],
};

const macroReturn: Errors = {
  result: 'aclError',
  done: ['return ACL_SUCCESS;'],
  call: (e) => [`CHECK_RET(${e});`],
  own: (e) => [`CHECK_RET(${e});`],
  exit: (e) => [`return ${e} == ACL_SUCCESS ? 0 : 1;`],
  support: [
    '#define CHECK_RET(call) \\',
    '    do { \\',
    '        aclError code_ = (call); \\',
    '        if (code_ != ACL_SUCCESS) { \\',
    '            fprintf(stderr, "%s failed: %d\\n", #call, code_); \\',
    '            return code_; \\',
    '        } \\',
    '    } while (0)',
  ],
};

const catching = (body: Code[]): Code[] => [
  block('try', body),
  block('catch (const std::exception &$failure)', ['fprintf(stderr, "%s\\n", $failure.what());']),
];

const throwing: Errors = {
  result: 'void',
  done: [],
  call: (e) => [`@check(${e}, __LINE__);`],
  own: plain,
  exit: (e) => [...catching([`${e};`, 'return 0;']), 'return 1;'],
  support: [
    block(
      'class ^acl_error : public std::runtime_error',
      [
        'public:',
        block(
          'explicit ^acl_error(aclError $code) : std::runtime_error("AscendCL error " + std::to_string($code))',
          [],
        ),
      ],
      ';',
    ),
    block('inline void @check(aclError $code, int $line)', [
      block('if ($code != ACL_SUCCESS)', [
        'fprintf(stderr, "line %d\\n", $line);',
        'throw ^acl_error($code);',
      ]),
    ]),
  ],
  aroundThread: catching,
};

const macroGoto: Errors = {
  result: 'int',
  done: [],
  call: (e) => [`CHECK_GOTO(${e});`],
  own: (e) => [block(`if (${e} != 0)`, ['goto failed;'])],
  exit: (e) => [`return ${e} == 0 ? EXIT_SUCCESS : EXIT_FAILURE;`],
  support: ['#define CHECK_GOTO(call) do { if ((call) != ACL_SUCCESS) goto failed; } while (0)'],
  around: (body) => [block('', body), 'return 0;', 'failed:', report, 'return -1;'],
};

const boolReturn: Errors = {
  result: 'bool',
  done: ['return true;'],
  call: (e) => guarded(`!@succeeded(${e})`, 'return false;'),
  own: (e) => [block(`if (!${e})`, ['return false;'])],
  exit: (e) => [`return ${e} ? 0 : 1;`],
  support: [block('inline bool @succeeded(aclError $code)', ['return $code == ACL_SUCCESS;'])],
};

const ifInit: Errors = {
  result: 'bool',
  done: ['return true;'],
  call: (e) => guarded(`const auto $rc = ${e}; $rc != ACL_SUCCESS`, 'return false;'),
  own: (e) => [block(`if (const bool $good = ${e}; !$good)`, ['return false;'])],
  exit: (e) => [`return ${e} ? 0 : 1;`],
  support: [],
};

const ifDeclaration: Errors = {
  result: 'aclError',
  done: ['return ACL_SUCCESS;'],
  call: (e) => guarded(`aclError $rc = ${e}`, 'return $rc;'),
  own: (e) => [block(`if (aclError $rc = ${e})`, ['return $rc;'])],
  exit: (e) => [`return ${e};`],
  support: [],
};

const statusEnum: Errors = {
  result: '^status',
  done: ['return ^status::Ok;'],
  call: (e) => guarded(`@status_of(${e}) != ^status::Ok`, 'return ^status::Failed;'),
  own: (e) => [
    block('', [`const ^status $state = ${e};`, block('if ($state != ^status::Ok)', ['return $state;'])]),
  ],
  exit: (e) => [`return ${e} == ^status::Ok ? 0 : 1;`],
  support: [
    'enum class ^status { Ok, Failed };',
    block('inline ^status @status_of(aclError $code)', [
      'return $code == ACL_SUCCESS ? ^status::Ok : ^status::Failed;',
    ]),
  ],
};

const exiting: Errors = {
  result: 'void',
  done: [],
  call: (e) => [block(`if (${e} != ACL_SUCCESS)`, [report, 'std::exit(EXIT_FAILURE);'])],
  own: plain,
  exit: andZero,
  support: [],
};

const resultClass: Errors = {
  result: '^result',
  done: ['return ^result();'],
  call: (e) => [block(`if (^result $outcome{${e}}; !$outcome)`, ['return $outcome;'])],
  own: (e) => [block(`if (auto $outcome = ${e}; !$outcome)`, ['return $outcome;'])],
  exit: (e) => [block(`if (!${e})`, ['return 1;']), 'return 0;'],
  support: [
    block(
      'class [[nodiscard]] ^result',
      [
        'public:',
        '^result() = default;',
        'explicit ^result(aclError $code) : $code_(static_cast<int>($code)) {}',
        'explicit operator bool() const { return $code_ == 0; }',
        'private:',
        'int $code_ = 0;',
      ],
      ';',
    ),
  ],
};

const accumulate: Errors = {
  result: 'bool',
  done: ['return true;'],
  call: (e) => [
    block('', [`const bool $ok = ${e} == ACL_SUCCESS;`, block('if (!$ok)', [report, 'return false;'])]),
  ],
  own: (e) => [block('', [`const bool $ok = ${e};`, block('if (!$ok)', ['return false;'])])],
  exit: (e) => [`return ${e} ? 0 : 1;`],
  support: [],
};

/** The simplest first. */
export const errors: Record<string, Errors> = {
  ignore,
  'if-ret': ifRet,
  'macro-return': macroReturn,
  'macro-goto': macroGoto,
  'bool-return': boolReturn,
  'if-init': ifInit,
  'if-declaration': ifDeclaration,
  throw: throwing,
  'status-enum': statusEnum,
  exit: exiting,
  'result-class': resultClass,
  'named-bool': accumulate,
};
