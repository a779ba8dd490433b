import {isRdeError} from '@rde/errors'

import type {CheckContext, Mend, MendContext} from '../checks/check.js'
import type {ToolProblem} from '../tools/toolchain.js'
import {tools} from '../tools/tools.js'
import {isManaged, type ManagedTool} from './fetched-tool.js'
import {managedVersion, thisPlatform, toolDownload, type ToolDownload} from './managed-tools.js'

interface Fetchable {
  readonly name: ManagedTool
  readonly download: ToolDownload
}

/** A fix that downloads the tools that are missing, too old or broken; undefined if rde can download none of them. */
export function fetchMissingTools(problems: readonly ToolProblem[], context: CheckContext): Mend | undefined {
  const fetchable = problems.filter(({silent}) => silent !== true).flatMap(({name}) => asFetchable(name, context))
  if (fetchable.length === 0) return undefined
  const names = fetchable.map(({name}) => `${name} ${managedVersion(name)}`)
  return {
    what: `${context.toolFolder === undefined ? 'download' : 'install'} ${names.join(', ')} to ${context.data.tools}`,
    async run(mendContext) {
      for (const one of fetchable) await fetchOne(one, context, mendContext)
    },
  }
}

/** Whether `fetchMissingTools` would download it. */
export function isFetchable({name}: ToolProblem, context: CheckContext): boolean {
  return asFetchable(name, context).length > 0
}

/** A tool that the user selected with a variable is left to the user. */
function asFetchable(name: string, {env, platform}: CheckContext): Fetchable[] {
  if (!isManaged(name) || env[tools[name].variable]) return []
  const download = toolDownload(name, thisPlatform({platform, arch: process.arch}))
  return download === undefined ? [] : [{name, download}]
}

async function fetchOne({name, download}: Fetchable, context: CheckContext, {signal, report}: MendContext) {
  // On demand: few commands download, and the HTTP client takes longer to load than the rest of a check.
  const [{fetchTool}, {httpClient}] = await Promise.all([
    import('./fetch-tool.js'),
    import('../download/http-client.js'),
  ])
  const {data, env} = context
  const http = httpClient({env})
  const onProgress = percentSteps((text) => report(`${name} ${managedVersion(name)}: ${text}`))
  const options = {
    tools: data.tools,
    downloads: data.downloads,
    mirror: env['RDE_DOWNLOAD_MIRROR'],
    folder: context.toolFolder,
  }
  try {
    await fetchTool({name, download, insteadOf: onPath(name, context)}, {...options, http, signal, onProgress})
  } finally {
    await http.close()
  }
}

function onPath(name: ManagedTool, {toolchain}: CheckContext): string | undefined {
  try {
    return toolchain.locate(name)
  } catch (error) {
    if (isRdeError(error)) return undefined
    throw error
  }
}

/** Reports a download in steps of 5 %; it may arrive in a thousand chunks. */
export function percentSteps(report: (text: string) => void) {
  let last = -1
  return ({received, total = received}: {received: number; total?: number}) => {
    const step = Math.floor((20 * received) / Math.max(1, total))
    if (step === last) return
    last = step
    report(`${inMegabytes(received)} of ${inMegabytes(total)} MB`)
  }
}

const inMegabytes = (bytes: number) => (bytes / 1e6).toFixed(1)
