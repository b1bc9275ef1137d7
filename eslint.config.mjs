import js from '@eslint/js';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';
import { ownKeys } from './scripts/lint/own-keys.mjs';

export default tseslint.config(
  {
    ignores: [
      'dist',
      'out',
      'coverage',
      'reports',
      'test/artifacts',
      'test/host/runs',
      'schema/answers.d.ts',
      '**/node_modules',
      '.stryker-tmp',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['warn', { max: 60 }],
      complexity: ['error', 15],
      'max-depth': ['error', 4],
      eqeqeq: 'error',
    },
  },
  {
    // Names from outside: needs types, so it holds where the project's own code is.
    files: ['src/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { project: { rules: { 'own-keys': ownKeys } }, regexp },
    rules: {
      'project/own-keys': 'error',
      // What users' files hold decides how long a match takes: at most a multiple of their length.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignoreSticky: true }],
    },
  },
  {
    // A test groups its cases in one callback; its length is no measure of its complexity.
    files: ['test/**'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { globals: { require: 'readonly' } },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: { console: 'readonly', process: 'readonly', URL: 'readonly', module: 'readonly' },
    },
  },
);
