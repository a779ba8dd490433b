import {fileURLToPath} from 'node:url'

import {Config} from '@oclif/core'

import {code, generated, table} from './markdown.mjs'

const host = fileURLToPath(new URL('../../dist', import.meta.url))

/** docs/reference/commands.md, from the declarations of the built commands. */
export async function commandsPage() {
  const config = await Config.load(host)
  const ours = config.commands.filter(({id, pluginName, hidden}) => !hidden && pluginName === 'rde' && !isOfOclif(id))
  const commands = ours.sort((a, b) => a.id.localeCompare(b.id))
  const names = commands.map((command) => [link(command), command.summary])
  const head = `# Commands\n\n${generated}\n\n\`rde help COMMAND\` shows the same in a terminal. \`rde plugins\` and \`rde help\` are oclif's own.`
  return `${[head, table(['command', ''], names), ...commands.map(section)].join('\n\n')}\n`
}

function isOfOclif(id) {
  return /^(help|plugins)(:|$)/.test(id)
}

function link({id}) {
  const name = `rde ${id.replaceAll(':', ' ')}`
  return `[${name}](#${name.replaceAll(' ', '-')})`
}

function section(command) {
  const name = `rde ${command.id.replaceAll(':', ' ')}`
  const fill = (text) =>
    text.replace(/<%= *config\.bin *%>/g, 'rde').replace(/<%= *command\.id *%>/g, command.id.replaceAll(':', ' '))
  const parts = [
    `## ${name}`,
    fill(command.summary ?? ''),
    ...(command.description ? [fill(command.description)] : []),
    ...argsOf(command),
    ...flagsOf(command),
    ['```sh', ...(command.examples ?? []).map(exampleText).map(fill), '```'].join('\n'),
  ]
  return parts.join('\n\n')
}

function exampleText(example) {
  return typeof example === 'string' ? example : `# ${example.description}\n${example.command}`
}

function argsOf({args = {}}) {
  const rows = Object.values(args).map(({name, required, description = ''}) => [
    code(name.toUpperCase()),
    `${description}${required ? '' : ' Optional.'}`,
  ])
  return rows.length > 0 ? [table(['argument', ''], rows)] : []
}

function flagsOf({flags = {}}) {
  const rows = Object.values(flags)
    .filter(({hidden}) => !hidden)
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((flag) => [code(flagName(flag)), flagText(flag)])
  return rows.length > 0 ? [table(['flag', ''], rows)] : []
}

function flagName({name, char, type, options, helpValue}) {
  const value = type === 'boolean' ? '' : ` ${options?.join('|') ?? [helpValue ?? name.toUpperCase()].flat().join(' ')}`
  return `${char ? `-${char}, ` : ''}--${name}${value}`
}

function flagText({summary, description = '', default: fallback, multiple}) {
  const text = summary ?? description
  return [
    text,
    ...(multiple ? ['May be repeated.'] : []),
    ...(typeof fallback === 'string' ? [`Default: ${code(fallback)}.`] : []),
  ].join(' ')
}
