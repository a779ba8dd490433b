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
  [exitCodes.programMissing, 'the tool of a passthrough is missing'],
  [exitCodes.interrupted, 'interrupted (Ctrl-C)'],
  [exitCodes.terminated, 'terminated'],
]

/** docs/reference/codes.md: the exit codes, and the codes of the errors that are found in the source. */
export function codesPage() {
  const rows = [...collect()].sort(([a], [b]) => a.localeCompare(b))
  return `# Exit codes and error codes

${generated}

${table(['exit code', 'means'], meanings)}

A passthrough (\`rde kubectl\`, \`rde helm\`) ends with the tool's own code.

Every error that rde foresees ends in a code of its own, for searching and for scripts (\`--json\` has it as \`error.code\`). The texts may change, the codes do not. \`…\` stands for what differs from case to case.

${table(
  ['code', 'exit code', 'said'],
  rows.map(([name, {exits, messages}]) => [
    code(name),
    [...exits].sort(numbersFirst).join(', '),
    [...messages].join('<br>'),
  ]),
)}
`
}

/** docs/reference/troubleshooting.md: what each code offers to do, as the source has it. */
export function troubleshootingPage() {
  const rows = [...collect()].filter(([, {remedies}]) => remedies.size > 0).sort(([a], [b]) => a.localeCompare(b))
  const sections = rows.map(([name, {messages, remedies}]) => {
    const said = [...messages].map((message) => `> ${message.replaceAll('<', '&lt;')}`).join('\n>\n')
    const width = Math.max(...[...remedies.values()].map((what) => what.length))
    const lines = [...remedies].map(([command, what]) => `${what.padEnd(width)}   ${command}`)
    return `## ${name}\n\n${said}\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\``
  })
  return `# Troubleshooting by error code

${generated}

\`rde doctor\` finds most causes by itself, and \`rde doctor --fix\` mends what rde can mend. An error ends in its code; look it up here. rde prints only the remedies that fit, with your own names in them; this page has all that the code may offer. \`…\` stands for what differs from case to case.

${sections.join('\n\n')}
`
}

function numbersFirst(one, other) {
  return typeof one === typeof other ? one - other : typeof one === 'number' ? -1 : 1
}

function collect() {
  const sources = ourSources(root).filter(isProduct)
  const found = errorCodes(new Map(sources.map((path) => [path, readFileSync(join(root, path), 'utf8')])))
  // Said by scripts, before there is anything that could throw.
  for (const [path, exit] of [
    ['rde', 3],
    ['packages/cli/bin/supported-node.js', 3],
    ['scripts/build/dependencies.mjs', 1],
    ['scripts/build/build.mjs', 1],
  ]) {
    const text = readFileSync(join(root, path), 'utf8')
    for (const [, name] of text.matchAll(/(?:^|['\s.])(RDE_[A-Z_]+)(?:['`]|$)/gm)) {
      const {exits = new Set(), messages = new Set(), remedies = new Map()} = found.get(name) ?? {}
      found.set(name, {exits: exits.add(exit), messages, remedies})
    }
  }
  return found
}

function isProduct(path) {
  return !path.endsWith('.test.ts') && !path.split('/').includes('testing')
}
