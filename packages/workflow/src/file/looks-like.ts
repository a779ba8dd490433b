import {isMap, isScalar, isSeq, type Node, type Pair} from 'yaml'

type Keys = ReadonlySet<string>

interface Product {
  readonly what: string
  readonly matches: (top: Keys, steps: Keys, value: (key: string) => string | undefined) => boolean
}

/** Kinds of files that are often found next to workflow files, recognized by keys that only they have. */
const products: readonly Product[] = [
  {what: 'a GitHub Actions workflow', matches: (top) => top.has('jobs') && (top.has('on') || top.has('runs-on'))},
  {
    what: 'the data of a mock run, for `relay dev metadata`',
    matches: (top) => top.has('runs') && (top.has('connections') || top.has('secrets') || top.size === 1),
  },
  {what: 'a GitHub action', matches: (top) => top.has('runs') && !top.has('steps')},
  {what: 'a CircleCI configuration', matches: (top) => top.has('orbs') || (top.has('jobs') && top.has('version'))},
  {
    what: 'an Azure pipeline',
    matches: (top, steps) => top.has('pool') || top.has('trigger') || steps.has('task') || steps.has('script'),
  },
  {what: 'a GitLab CI file', matches: (top) => top.has('stages') || top.has('before_script')},
  {what: 'a Travis CI file', matches: (top) => top.has('language') || (top.has('script') && !top.has('steps'))},
  {what: 'a Bitbucket pipeline', matches: (top) => top.has('pipelines')},
  {what: 'a Drone or Woodpecker pipeline', matches: (top, steps) => top.has('pipeline') || steps.has('commands')},
  {what: 'a Buildkite pipeline', matches: (_, steps) => steps.has('label') || steps.has('plugins')},
  {what: 'a part of a GitHub Actions workflow', matches: (_, steps) => steps.has('uses') || steps.has('run')},
  {what: 'a Docker Compose file', matches: (top) => top.has('services')},
  {what: 'a Helm chart', matches: (top, _, value) => value('apiVersion') === 'v2' && top.has('version')},
  {what: 'the description of a Relay integration', matches: (_, __, value) => isIntegration(value('apiVersion'))},
]

/** What a file is if it is not a workflow: `a Docker Compose file`; undefined if it may be a workflow. */
export function looksLike(root: Node | null): string | undefined {
  if (isSeq(root)) return 'a list; a workflow is a mapping with "steps"'
  if (isScalar(root)) return isBlank(root.value) ? undefined : `plain text (${excerpt(String(root.value))})`
  if (!isMap(root)) return undefined
  const value = (key: string) => textOf(root.get(key, true))
  const kind = value('kind')
  const version = value('apiVersion')
  if (kind !== undefined && (kind !== 'Workflow' || (version !== undefined && version.includes('/')))) {
    return isIntegration(version)
      ? 'the description of a Relay integration'
      : withArticle(`${[version, kind].filter(Boolean).join(' ')} resource`)
  }
  const top = keysOf(root)
  const steps = stepKeys(root.get('steps', true))
  return products.find(({matches}) => matches(top, steps, value))?.what
}

function withArticle(noun: string): string {
  return `${/^[aeio]/i.test(noun) ? 'an' : 'a'} ${noun}`
}

function isIntegration(version: string | undefined): boolean {
  return version?.startsWith('integration/') ?? false
}

/** The keys of all steps; empty if one of them could be a step of a workflow. */
function stepKeys(steps: unknown): Keys {
  if (!isSeq(steps)) return new Set()
  const maps = steps.items.filter((step) => isMap(step)).map((step) => keysOf(step))
  const isOurs = maps.some(
    (keys) => keys.has('name') && (keys.has('image') || keys.has('type')) && !keys.has('commands'),
  )
  return isOurs ? new Set() : new Set(maps.flatMap((keys) => [...keys]))
}

function keysOf(node: Node): Keys {
  if (!isMap(node)) return new Set()
  return new Set((node.items as Pair[]).flatMap(({key}) => (isScalar(key) ? [String(key.value)] : [])))
}

function textOf(node: unknown): string | undefined {
  return isScalar(node) ? String(node.value) : undefined
}

function isBlank(value: unknown): boolean {
  return ['', '~', 'null'].includes(String(value ?? '').trim())
}

/** The first 60 characters of the first line. */
function excerpt(text: string): string {
  const [line = ''] = text.trim().split('\n')
  return JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}…` : line)
}
