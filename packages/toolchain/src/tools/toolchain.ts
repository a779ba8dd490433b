import coerce from 'semver/functions/coerce.js'
import gte from 'semver/functions/gte.js'

import {isRdeError, type Remedy} from '@rde/errors'
import {commandLine, isProcessError, type ProcessRunner} from '@rde/process-runner'
import {formatLimit} from '@rde/time'

import {reportsNoEngine} from '../engine/silent-engine.js'
import {locateTool, useDefault, type LocateToolOptions} from './locate-tool.js'
import {missingTool} from './missing-tool.js'
import {askVersion, versionMs} from './tool-version.js'
import {installCommand, requirement, tools, type Tool, type ToolName} from './tools.js'
import {VersionCache} from './version-cache.js'

export interface UsableTool {
  readonly path: string
  readonly version: string
}

/** Why a tool cannot be used, in one line. */
export interface ToolProblem {
  readonly name: ToolName
  readonly what: string
  readonly remedies: readonly Remedy[]
  /** The tool hangs or gets no answer: k3d asks Docker even for its own version. */
  readonly silent?: boolean
}

export interface ToolchainOptions extends LocateToolOptions {
  readonly runner: ProcessRunner
  /** `DataDirectory.toolVersions`. */
  readonly versions: string
  /** How long a tool may take to print its version. */
  readonly versionMs?: number
  readonly platform?: NodeJS.Platform
}

type Examined = {readonly name: ToolName; readonly tool: UsableTool} | ToolProblem

/** Finds the external programs that rde needs and checks their versions. */
export class Toolchain {
  constructor(private readonly options: ToolchainOptions) {}

  /** The path of a tool of any version; throws if its variable has an invalid path. */
  locate(name: ToolName): string | undefined {
    return locateTool(name, this.options)
  }

  /** Which of these tools are usable, and the problems of the others. */
  async examine(
    names: readonly ToolName[],
  ): Promise<{found: Partial<Record<ToolName, UsableTool>>; problems: ToolProblem[]}> {
    const cache = new VersionCache(this.options.versions)
    const examined = await Promise.all(names.map((name) => this.#examineOne(name, cache)))
    await cache.save()
    return {
      found: Object.fromEntries(examined.flatMap((one) => ('tool' in one ? [[one.name, one.tool]] : []))),
      problems: examined.flatMap((one) => ('tool' in one ? [] : [one])),
    }
  }

  async #examineOne(name: ToolName, cache: VersionCache): Promise<Examined> {
    try {
      const path = this.locate(name)
      if (path === undefined) {
        const {message: what, remedies} = missingTool(name, this.options.platform)
        return {name, what, remedies}
      }
      const version = await this.#versionOf(name, path, cache)
      if (isNewEnough(version, tools[name])) return {name, tool: {path, version}}
      return this.#problem(name, `${name} ${version} (${path}) is too old.`, 'Update')
    } catch (error) {
      if (isProcessError(error)) return this.#hanging(name)
      if (!isRdeError(error)) throw error
      const problem = this.#problem(name, error.message, 'Install')
      const silent = reportsNoEngine(error.message) && {silent: true, remedies: []}
      return {...problem, ...(error.remedies[0] && {remedies: error.remedies}), ...silent}
    }
  }

  #hanging(name: ToolName): ToolProblem {
    const path = this.locate(name) ?? name
    const command = commandLine({file: path, args: tools[name].versionArgs})
    const remedies = [{what: 'See whether it answers', command}]
    return {
      name,
      what: `${name} (${path}) did not print its version within ${formatLimit(this.options.versionMs ?? versionMs)}.`,
      remedies,
      silent: true,
    }
  }

  async #versionOf(name: ToolName, path: string, cache: VersionCache): Promise<string> {
    const known = await cache.get(path)
    if (known !== undefined) return known
    const version = await askVersion(this.options.runner, {name, path}, this.options.versionMs)
    await cache.remember(path, version)
    return version
  }

  #problem(name: ToolName, what: string, verb: string): ToolProblem {
    const {platform = process.platform, env} = this.options
    const {variable} = tools[name]
    if (env[variable]) return {name, what, remedies: [useDefault(variable)]}
    return {name, what, remedies: [{what: `${verb} ${requirement(name)}`, command: installCommand(name, platform)}]}
  }
}

function isNewEnough(version: string, {minimum}: Tool): boolean {
  if (minimum === undefined) return true
  const comparable = coerce(version)
  return comparable !== null && gte(comparable, minimum)
}
