import {DataDirectory} from '@rde/config/cluster/data-directory'
import {passthroughKubeconfig} from '@rde/config/derived/passthrough-kubeconfig'
import {defaultUiPort, readRunningUi} from '@rde/config/cluster/running-ui'
import {passthrough} from '@rde/process-runner/passthrough/passthrough'
import {printNotice} from '@rde/process-runner/passthrough/print-notice'
import {findPassthroughTool} from '@rde/toolchain/tools/passthrough-tool'

import type {Backend} from './bridge/backend.js'
import {requirementOf} from './requirements.js'
import {inRelayHome, noService, type RelayService} from './relay-home.js'

/**
 * Runs the relay CLI on rde's cluster and resolves with its exit code; passes through arguments, terminal and signals.
 * Used by the command and the fast path, so it loads only what the call needs.
 */
export async function runRelayCli(args: readonly string[]): Promise<number> {
  const data = DataDirectory.fromEnvironment()
  const {path: kubeconfig, trouble, notice} = await passthroughKubeconfig(data)
  const file = findPassthroughTool('relay', {env: process.env, folder: data.tools})
  const requirement = requirementOf(args)
  if (requirement !== 'nothing' && notice !== undefined) printNotice(notice)

  const run = (service: RelayService, started?: () => void) =>
    inRelayHome(data.relayHomes, service, (home) => {
      const ended = passthrough({file, args, env: {...home, KUBECONFIG: kubeconfig}})
      started?.()
      return ended
    })
  if (requirement !== 'bridge') return run(noService)
  const page = (await readRunningUi(data))?.url ?? `http://127.0.0.1:${defaultUiPort}`
  const connect = trouble === undefined ? connectToCluster : () => refuse(trouble)
  const {exitCode, notices} = await throughBridge(connect, (bridge, started) => run({...bridge, page}, started))
  if (trouble === undefined) notices.forEach(printNotice)
  return exitCode
}

/** Calls `run` with the service to use and a callback for when the CLI has started. */
async function throughBridge(
  connect: () => Promise<Backend>,
  run: (service: RelayService, started: () => void) => Promise<number>,
): Promise<{exitCode: number; notices: readonly string[]}> {
  const {startBridge} = await import('./bridge/bridge.js')
  let connection: Promise<Backend> | undefined
  const backend = () => (connection ??= connect())
  const bridge = await startBridge(backend)
  try {
    // Connect while the CLI starts. Each request reports a failed connection.
    const exitCode = await run(bridge, () => void backend().catch(() => {}))
    return {exitCode, notices: bridge.notices}
  } finally {
    await bridge.close()
  }
}

async function connectToCluster(): Promise<Backend> {
  const {clusterBackend} = await import('./bridge/cluster/cluster-backend.js')
  return clusterBackend()
}

/** The notice already explains the problem; this is the error that the CLI shows. */
async function refuse(trouble: string): Promise<never> {
  const {Refusal} = await import('./bridge/refusal.js')
  throw new Refusal(
    'unavailable',
    trouble.replace(/^./, (letter) => letter.toUpperCase()),
  )
}
