import {existsSync} from 'node:fs'
import {resolve} from 'node:path'
import {pathToFileURL} from 'node:url'

import {exitCodes, RdeError} from '@rde/errors'
import {confirm, type Session} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {findProgram} from '@rde/process-runner/environment/find-program'
import {maskUserInfo} from '@rde/process-runner/masking/url-credentials'

import {noNpm} from './no-npm.js'

export interface AdmitOptions {
  readonly yes: boolean
  /** RDE_NPM_REGISTRY; the default of npm unless given. */
  readonly registry?: string | undefined
  readonly signal: AbortSignal
}

/** A local path as a `file:` address of npm, the only form that oclif accepts for a path. */
export function asInstalled(word: string): string {
  if (word.includes(':') || !existsSync(word)) return word
  return pathToFileURL(resolve(word)).href
}

/** Prints which code would run as the user, and asks. Throws unless it may be installed. */
export async function admitExtension(session: Session, word: string, options: AdmitOptions): Promise<void> {
  const {name, version} = await describePackage(session, word, options)
  const from = maskUserInfo(/[:]/.test(word) ? word : (options.registry ?? 'the npm registry'))
  process.stderr.write(
    `${name} ${version} from ${from}: the code of an extension runs as you, with everything that you may do.\n`,
  )
  if (options.yes) return
  const instead = `rde plugins install ${word} --yes`
  await confirm({question: 'Install it?', refused: 'Not installed.', instead, outcome: 'Nothing was installed.'})
}

interface Package {
  readonly name: string
  readonly version: string
}

/** Asks npm which package a word means, for any kind of source. Runs no code of the package. */
async function describePackage(
  {runner}: Session,
  word: string,
  {registry, signal}: Pick<AdmitOptions, 'registry' | 'signal'>,
): Promise<Package> {
  if (findProgram('npm') === undefined) throw noNpm(word)
  const from = registry === undefined ? [] : [`--registry=${registry}`]
  const args = ['pack', word, '--dry-run', '--json', '--ignore-scripts', ...from]
  // npm finds registries and tokens in the user's own environment.
  const request = {file: 'npm', args, env: {...process.env}, timeoutMs: 120_000}
  try {
    const [found] = JSON.parse((await runner({signal}).capture(request)).stdout) as Partial<Package>[]
    if (found?.name === undefined) throw notFound(word, 'npm error its package.json has no name')
    return {name: found.name, version: found.version ?? ''}
  } catch (error) {
    if (!isProcessError(error)) throw error
    throw notFound(word, error.stderr)
  }
}

function notFound(word: string, stderr: string): RdeError {
  const lines = stderr.split('\n').filter((line) => /^npm (error|ERR!)/.test(line) && !/complete log/.test(line))
  const reason = lines.map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim()).filter(Boolean)
  return new RdeError(
    [`npm cannot get ${maskUserInfo(word)}:`, ...reason.slice(0, 4).map((line) => `  ${line}`)].join('\n'),
    {
      code: 'RDE_EXTENSION_ABSENT',
      exitCode: exitCodes.usage,
      outcome: 'Nothing was installed.',
      remedies: [{what: 'See the whole error of npm', command: `npm pack ${word} --dry-run`}],
    },
  )
}
