import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import tseslint from 'typescript-eslint'

import {houseRules} from './scripts/lint/house-rules.js'

/** The packages of ours that each package may import. Dependencies point one way (docs/architecture.md). */
const arrows = {
  'packages/errors': [],
  'packages/time': ['errors'],
  'packages/loopback-server': [],
  'packages/process-runner': ['errors', 'time'],
  'packages/config': ['errors', 'time', 'process-runner'],
  'packages/toolchain': ['errors', 'time', 'process-runner', 'config'],
  'packages/images': ['errors', 'time', 'process-runner', 'config', 'toolchain'],
  'packages/stack': ['errors', 'time', 'process-runner', 'config', 'toolchain', 'images'],
  'packages/workflow': ['errors', 'time', 'process-runner', 'config', 'toolchain', 'images'],
  'packages/plugin-kit': ['errors', 'time', 'process-runner', 'config', 'toolchain'],
  'plugins/*': [
    'errors',
    'time',
    'process-runner',
    'config',
    'toolchain',
    'images',
    'stack',
    'workflow',
    'plugin-kit',
    'loopback-server',
  ],
}

const processDoor = {
  paths: ['execa', 'node:child_process', 'child_process'].map((name) => ({
    name,
    message: 'Only packages/process-runner starts processes.',
  })),
}

const arrowRules = Object.entries(arrows).map(([folder, allowed]) => ({
  files: [`${folder}/src/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        ...(folder === 'packages/process-runner' ? {} : processDoor),
        patterns: [
          {
            regex: `^@rde/(?!(${allowed.join('|') || 'nothing'})(/|$))`,
            message: `${folder} may import only: ${allowed.join(', ') || 'none of ours'}.`,
          },
        ],
      },
    ],
  },
}))

export default tseslint.config(
  {ignores: ['**/dist/**', '**/node_modules/**', 'coverage/**']},
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    plugins: {house: houseRules},
    rules: {
      'house/names': 'error',
      'house/command-declares': 'error',
      'house/no-cycle': 'error',
      'max-lines-per-function': ['error', {max: 60, skipBlankLines: true, skipComments: true}],
      'max-params': ['error', 3],
      'no-restricted-properties': [
        'error',
        {object: 'process', property: 'exit', message: 'Set process.exitCode, or throw.'},
      ],
      '@typescript-eslint/consistent-type-imports': ['error', {disallowTypeAnnotations: false}],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  {
    files: ['**/*.test.ts', 'test/**'],
    rules: {'max-lines-per-function': 'off', '@typescript-eslint/no-unused-expressions': 'off'},
  },
  {files: ['packages/cli/src/**/*.ts'], rules: {'no-restricted-imports': ['error', processDoor]}},
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
    },
  },
  ...arrowRules,
  prettier,
)
