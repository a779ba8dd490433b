import coerce from 'semver/functions/coerce.js'
import gte from 'semver/functions/gte.js'

import {exitCodes} from '@rde/errors'

import {installCommand, tools} from '../tools/tools.js'
import {failure, ok} from './check.js'
import {engineCheck} from './engine-check.js'
import {isPodman} from './engine-kind.js'

export const dockerVersion = engineCheck(
  {
    id: 'docker-version',
    category: 'docker',
    title: 'Docker engine',
    problem: {code: 'RDE_DOCKER_OLD', exitCode: exitCodes.toolUnavailable},
  },
  async (info, context) => {
    const {serverVersion} = info
    // Podman has its own version numbers; the engine-kind check refuses it.
    if (await isPodman(info, context)) return ok(`podman ${serverVersion}`)
    const version = coerce(serverVersion)
    if (version && gte(version, tools.docker.minimum)) return ok(`Docker engine ${version}`)
    return failure(`The Docker engine is ${serverVersion || 'of an unknown version'}; rde needs 20.10 or newer.`, {
      what: 'Update Docker',
      command: installCommand('docker', context.platform),
    })
  },
)
