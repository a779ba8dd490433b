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

export interface CheckContextOptions {
  readonly runner: ProcessRunner
  readonly data: DataDirectory
  readonly tools: readonly ToolName[]
  /** The folder given by `--stack`, if any: it may contain the tools. */
  readonly stackSource?: string | null
  /** An engine to share with other callers. */
  readonly engine?: CheckContext['engine']
  readonly ports?: readonly WantedPort[]
  /** Bytes; default: what a bare cluster needs. */
  readonly memory?: number
  readonly nodeImage?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly platform?: NodeJS.Platform
}

/** The context for the checks of this machine. */
export function checkContext(options: CheckContextOptions): CheckContext {
  const {runner, data, tools, ports = [], memory = bareMemory, env = process.env, platform = process.platform} = options
  const toolchain = new Toolchain({runner, env, folder: data.tools, versions: data.toolVersions, platform})
  const engine = options.engine ?? new DockerEngine({runner, docker: dockerClient(toolchain)})
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
    toolFolder: options.stackSource ? toolsIn(options.stackSource) : undefined,
    ports,
    memory,
    nodeImage: options.nodeImage,
  }
}

function toolsIn(stackSource: string): string | undefined {
  const folder = join(stackSource, 'tools')
  return existsSync(folder) ? folder : undefined
}

/** The tools check reports a variable with an invalid path; all other checks then have no client. */
function dockerClient(toolchain: Toolchain): string | undefined {
  try {
    return toolchain.locate('docker')
  } catch (error) {
    if (isRdeError(error)) return undefined
    throw error
  }
}
