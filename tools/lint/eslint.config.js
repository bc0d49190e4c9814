// Style that a type-aware linter can see. Import rules are in dependency-cruiser.cjs beside this file.
import tseslint from 'typescript-eslint';

// Rules of docs/ARCHITECTURE.md that are about syntax.
const NO_MUTABLE_MODULES = {
  selector:
    ':matches(Program > VariableDeclaration, Program > ExportNamedDeclaration > VariableDeclaration)[kind!="const"]',
  message: 'State belongs to an object that somebody owns, not to a module.',
};
const NO_PROCESS = {
  selector: 'MemberExpression[object.name="process"][property.name=/^(argv|env|exit|exitCode)$/]',
  message: 'Only main.ts reads arguments and environment, and ends the process.',
};
const NO_BARRELS = {
  selector: ':matches(ExportAllDeclaration, ExportNamedDeclaration[source])',
  message: 'Import from where it is; only the published entries of the SDKs gather what is elsewhere.',
};

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      'src/protocol/gen/**',
      'coverage/**',
      '**/*.cjs',
      '**/*.mjs',
      'tools/lint/**',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      // `return this.#fail(code)` in a function declared void is a guard clause, not a confusion.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreVoidReturningFunctions: true }],
      'no-console': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 15],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/prefer-readonly': 'error',
    },
  },
  {
    files: ['src/**'],
    rules: { 'no-restricted-syntax': ['error', NO_MUTABLE_MODULES, NO_PROCESS, NO_BARRELS] },
  },
  {
    files: ['src/main.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_MUTABLE_MODULES, NO_BARRELS] },
  },
  {
    files: ['src/sdk/backend/backend.ts', 'src/sdk/client/browser.ts', 'src/sdk/client/node.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_MUTABLE_MODULES, NO_PROCESS] },
  },
  {
    // Tests describe cases in long lists; node:test's describe and test return promises nobody awaits.
    files: ['test/**'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'describe', 'it'], package: 'node:test' },
          ],
        },
      ],
    },
  },
  { files: ['tools/**', 'src/cli/**', 'test/**', 'src/log.ts'], rules: { 'no-console': 'off' } },
);
