import {existsSync} from 'node:fs'
import {join} from 'node:path'

import {isRdeError} from '@rde/errors'
import type {DataDirectory} from '@rde/config'
import type {ProcessRunner} from '@rde/process-runner'

import {DockerEngine} from '../engine/docker-engine.js'
import {Toolchain} from '../tools/toolchain.js'
import type {ToolName} from '../tools/tools.js'
import type {CheckContext, WantedPort} from './check.js'
import {bareMemory} from './memory.js'

export interface CheckNeeds {
  readonly runner: ProcessRunner
  readonly data: DataDirectory
  readonly tools: readonly ToolName[]
  /** The folder that `--stack` gives, if it is one: it may bring the tools. */
  readonly stackSource?: string | null
  /** One that is asked elsewhere, too. */
  readonly engine?: CheckContext['engine']
  readonly ports?: readonly WantedPort[]
  /** Bytes; what a bare cluster needs, unless given. */
  readonly memory?: number
  readonly nodeImage?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly platform?: NodeJS.Platform
}

/** What the checks of this machine work with. */
export function checkContext(needs: CheckNeeds): CheckContext {
  const {runner, data, tools, ports = [], memory = bareMemory, env = process.env, platform = process.platform} = needs
  const toolchain = new Toolchain({runner, env, folder: data.tools, versions: data.toolVersions, platform})
  const engine = needs.engine ?? new DockerEngine({runner, docker: dockerClient(toolchain)})
  return {
    runner,
    toolchain,
    engine,
    platform,
    env,
    data,
    proc: '/proc',
    sys: '/sys',
    now: Date.now,
    tools,
    toolFolder: needs.stackSource ? toolsIn(needs.stackSource) : undefined,
    ports,
    memory,
    nodeImage: needs.nodeImage,
  }
}

function toolsIn(stackSource: string): string | undefined {
  const folder = join(stackSource, 'tools')
  return existsSync(folder) ? folder : undefined
}

/** A variable that names no program is told by the check of the tools; for the others there is then no client. */
function dockerClient(toolchain: Toolchain): string | undefined {
  try {
    return toolchain.locate('docker')
  } catch (error) {
    if (isRdeError(error)) return undefined
    throw error
  }
}
