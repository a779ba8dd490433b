import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {exitCodes} from '@rde/errors'
import {ourSources} from '../our-sources.mjs'
import {errorCodes} from './error-codes.mjs'
import {code, generated, table} from './markdown.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

const meanings = [
  [0, 'done'],
  [exitCodes.failed, 'failed'],
  [exitCodes.usage, 'wrong usage, unknown command, invalid config.json'],
  [exitCodes.toolUnavailable, 'a tool or Docker is missing, too old or does not answer'],
  [exitCodes.clusterAbsent, 'the cluster does not exist or is stopped'],
  [exitCodes.busy, 'another rde holds the cluster'],
  [exitCodes.deadline, 'a deadline passed'],
  [exitCodes.programUnusable, 'the tool of a passthrough cannot be executed'],
  [exitCodes.programMissing, 'the tool of a passthrough is missing'],
  [exitCodes.interrupted, 'interrupted (Ctrl-C)'],
  [exitCodes.terminated, 'terminated'],
]

/** docs/reference/codes.md: the exit codes, and the codes of the errors that are found in the source. */
export function codesPage() {
  const rows = [...errorCodesOfRde()].sort(([a], [b]) => a.localeCompare(b))
  return `# Exit codes and error codes

${generated}

${table(['exit code', 'means'], meanings)}

A passthrough (\`rde kubectl\`, \`rde helm\`) ends with the tool's own code.

Every expected error ends with a code, for searching and for scripts (\`error.code\` with \`--json\`). The texts may change, the codes do not. \`…\` stands for text that varies.

${table(
  ['code', 'exit code', 'message'],
  rows.map(([name, {exits, messages}]) => [
    code(name),
    [...exits].sort(numbersFirst).join(', '),
    messages.size === 0 ? '…' : [...messages].join('<br>'),
  ]),
)}
`
}

/** docs/reference/troubleshooting.md: the messages and remedies of each code, as found in the source. */
export function troubleshootingPage() {
  const rows = [...errorCodesOfRde()].sort(([a], [b]) => a.localeCompare(b))
  const sections = rows.map(([name, {messages, remedies}]) => {
    const quotes = [...messages].map((message) => `> ${message.replaceAll('<', '&lt;')}`).join('\n>\n')
    const shown = [...remedies].filter(([command], _, {length}) => command !== '…' || length === 1)
    const width = Math.max(...shown.map(([, what]) => what.length))
    const lines = shown.map(([command, what]) => `${what.padEnd(width)}   ${command}`)
    return `## ${name}\n\n${quotes}\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\``
  })
  return `# Troubleshooting by error code

${generated}

\`rde doctor\` finds most causes by itself, and \`rde doctor --fix\` fixes what rde can fix. Every error ends with its code; look it up here. rde prints only the remedies that apply, with your own names in them; this page lists all remedies of a code. \`…\` stands for text that varies.

${sections.join('\n\n')}
`
}

function numbersFirst(one, other) {
  return typeof one === typeof other ? one - other : typeof one === 'number' ? -1 : 1
}

const scripts = [
  'rde',
  'packages/cli/bin/supported-node.js',
  'packages/cli/src/main.ts',
  'scripts/build/dependencies.mjs',
  'scripts/build/build.mjs',
]

/** Every error code of rde: those of `errorCodes`, and those that scripts print before any code of rde is loaded. */
export function errorCodesOfRde() {
  const sources = ourSources(root).filter(isProduct)
  const found = errorCodes(new Map(sources.map((path) => [path, readFileSync(join(root, path), 'utf8')])))
  for (const path of scripts) {
    for (const {name, message, remedies} of printedErrors(readFileSync(join(root, path), 'utf8'))) {
      // Node or npm is missing.
      const exit = /^RDE_N(ODE|PM)_/.test(name) ? exitCodes.toolUnavailable : exitCodes.failed
      found.set(name, {exits: new Set([exit]), messages: new Set([message]), remedies: new Map(remedies)})
    }
  }
  return found
}

/** The error messages in a script: a line that says what failed, the remedies as printed, and the code. */
function* printedErrors(script) {
  const lines = script.split('\n').flatMap((line) => line.split(/' '|' \\$/))
  const ends = lines.flatMap((line, index) => (/^\s*'?(RDE_[A-Z_]+)['`]/.test(line) ? [index] : []))
  for (const end of ends) {
    const start = lines.findLastIndex((line, index) => index < end && /(rde|npm|Node)\b.*\.('?|.*:)$/.test(line))
    const block = lines.slice(start, end)
    yield {
      name: lines[end].match(/RDE_[A-Z_]+/)[0],
      message: block[0].replace(/^.*`|^'|'$/g, '').replace(/\$\{.*?\}/g, '…'),
      remedies: block.flatMap((line) => {
        const [, what, command] = line.match(/^\s*'? {2}(\S.*?): {2,}(.+?)'?$/) ?? []
        return what ? [[command, what]] : []
      }),
    }
  }
}

function isProduct(path) {
  return !path.endsWith('.test.ts') && !path.split('/').includes('testing')
}
