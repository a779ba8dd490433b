import {readFile} from 'node:fs/promises'
import {homedir} from 'node:os'
import {join} from 'node:path'

import {exitCodes} from '@rde/errors'
import {findProgram} from '@rde/process-runner'

import {failure, ok, type Check, type CheckContext} from './check.js'

/**
 * The docker client gets logins from credential helpers. If one was removed, for example with Docker Desktop, pulls
 * fail.
 */
export const dockerLogin: Check = {
  id: 'docker-login',
  category: 'docker',
  title: "Docker's logins",
  problem: {code: 'RDE_DOCKER_LOGIN', exitCode: exitCodes.failed},
  applies: async ({engine}) => (await engine.state()).kind !== 'no-client',

  async run({env}) {
    const file = configFile(env)
    const text = await readFile(file, 'utf8').catch(() => '{}')
    const edit = {what: 'Correct it', command: `\${EDITOR:-nano} '${file}'`}
    const helpers = helpersIn(text)
    if (helpers === undefined) return failure(`${file} is not JSON; the docker client reads its logins there.`, edit)
    const missing = helpers.filter((name) => findProgram(name, env['PATH'] ?? '') === undefined)
    if (missing.length === 0) return ok(helpers.length === 0 ? 'kept in its config.json' : helpers.join(', '))
    return failure(`Docker asks ${missing.join(' and ')} for its logins, which is not on PATH: pulls fail.`, {
      what: 'Remove "credsStore" (and "credHelpers") from the file, or install that program',
      command: edit.command,
    })
  },
}

function configFile(env: CheckContext['env']): string {
  return join(env['DOCKER_CONFIG'] || join(env['HOME'] || homedir(), '.docker'), 'config.json')
}

/** The credential helpers named in a config.json of the docker client; undefined if it is not JSON. */
function helpersIn(text: string): string[] | undefined {
  try {
    const {credsStore, credHelpers} = JSON.parse(text) as {credsStore?: unknown; credHelpers?: unknown}
    const named = [credsStore, ...Object.values(credHelpers ?? {})]
    const words = named.filter((name): name is string => typeof name === 'string' && /^[\w.-]+$/.test(name))
    return [...new Set(words)].map((name) => `docker-credential-${name}`)
  } catch {
    return undefined
  }
}
