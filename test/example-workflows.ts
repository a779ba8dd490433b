import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

export interface Example {
  /** The name of its file without the extension. */
  readonly name: string
  /** The additional flags, given the path of a file that contains a secret. */
  readonly flags: (secret: string) => readonly string[]
  /** By step, then by name: the same wherever it runs. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly outcome: 'succeeded' | 'failed'
}

export const secretText = 'correct horse'

export const examples: readonly Example[] = [
  {
    name: 'hello',
    flags: () => ['-p', 'name=Ada'],
    outcome: 'succeeded',
    outputs: {greet: {greeting: 'Hello, Ada!'}, count: {characters: '11'}},
  },
  {
    name: 'parallel',
    flags: () => [],
    outcome: 'succeeded',
    outputs: {three: {square: 9}, four: {square: 16}, twelve: {square: 144}, sum: {sum: 169}},
  },
  {name: 'conditions', flags: () => [], outcome: 'succeeded', outputs: {log: {stage: 'test'}}},
  {
    name: 'approval',
    flags: () => ['--approve', 'release'],
    outcome: 'succeeded',
    outputs: {build: {version: '1.4.0'}, ship: {shipped: '1.4.0'}},
  },
  {
    name: 'secrets',
    flags: (secret) => ['--secret', `token=@${secret}`],
    outcome: 'succeeded',
    outputs: {measure: {characters: String(secretText.length)}},
  },
  {
    name: 'failing',
    flags: () => [],
    outcome: 'failed',
    outputs: {test: {results: {passed: 141, failed: 1}}, tidy: {tidied: 'after 1'}},
  },
]

export function examplePath(name: string): string {
  return join(fileURLToPath(new URL('..', import.meta.url)), 'examples', `${name}.yaml`)
}
