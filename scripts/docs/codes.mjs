import {readdirSync, readFileSync} from 'node:fs'
import {join, relative} from 'node:path'
import {fileURLToPath} from 'node:url'

import {exitCodes} from '@rde/errors'
import ts from 'typescript'

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
  rows.map(([name, {exits, messages}]) => [code(name), [...exits].join(', '), [...messages].join('<br>')]),
)}
`
}

function collect() {
  const found = new Map()
  const add = (name, exit, message) => {
    const entry = found.get(name) ?? {exits: new Set(), messages: new Set()}
    entry.exits.add(exit)
    if (message) entry.messages.add(message)
    found.set(name, entry)
  }
  for (const path of sources()) {
    const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
    visit(file, (literal) => namesIn(literal).forEach((name) => add(name, exitIn(literal), messageOf(literal))))
  }
  // Said by scripts, before there is anything that could throw.
  for (const [path, exit] of [
    ['rde', 3],
    ['packages/cli/bin/supported-node.js', 3],
    ['scripts/build/dependencies.mjs', 1],
    ['scripts/build/build.mjs', 1],
  ]) {
    const text = readFileSync(join(root, path), 'utf8')
    for (const [, name] of text.matchAll(/(?:^|['\s.])(RDE_[A-Z_]+)(?:['`]|$)/gm)) add(name, exit, undefined)
  }
  return found
}

function* sources() {
  for (const parent of ['packages', 'plugins']) {
    for (const name of readdirSync(join(root, parent))) {
      const source = join(root, parent, name, 'src')
      const files = readdirSync(source, {recursive: true, encoding: 'utf8'})
      yield* files
        .filter(isProduct)
        .sort()
        .map((file) => join(source, file))
    }
  }
}

function isProduct(path) {
  return path.endsWith('.ts') && !path.endsWith('.test.ts') && !relative('.', path).split('/').includes('testing')
}

/** Calls `take` with each object literal. */
function visit(node, take) {
  if (ts.isObjectLiteralExpression(node)) take(node)
  ts.forEachChild(node, (child) => visit(child, take))
}

/** The codes of ours that its `code` may be. */
function namesIn(literal) {
  const text = property(literal, 'code')?.getText() ?? ''
  return [...text.matchAll(/'(RDE_[A-Z_]+)'/g)].map(([, name]) => name)
}

function exitIn(literal) {
  const text = property(literal, 'exitCode')?.getText()
  if (text === undefined) return exitCodes.failed
  const named = /^exitCodes\.(\w+)$/.exec(text)?.[1]
  if (named !== undefined) return exitCodes[named]
  return /^\d+$/.test(text) ? Number(text) : 'as the cause'
}

/** The first line of the message, or the title of the check that the code belongs to. */
function messageOf(literal) {
  const {parent} = literal
  if (ts.isNewExpression(parent)) return firstLine(parent.arguments?.[0])
  const owner = parent.parent
  const title = ts.isObjectLiteralExpression(owner) ? firstLine(property(owner, 'title')) : undefined
  return title && `(the check: ${title})`
}

function firstLine(node) {
  if (node === undefined) return undefined
  if (ts.isStringLiteralLike(node)) return node.text.split('\n')[0]
  // A message of several lines.
  if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) return firstLine(node.expression)
  if (ts.isArrayLiteralExpression(node)) return firstLine(node.elements[0])
  if (!ts.isTemplateExpression(node)) return undefined
  const text = node.head.text + node.templateSpans.map(({literal}) => `…${literal.text}`).join('')
  return text.split('\n')[0]
}

function property(literal, name) {
  const found = literal.properties.find((one) => ts.isPropertyAssignment(one) && one.name.getText() === name)
  return found?.initializer
}
