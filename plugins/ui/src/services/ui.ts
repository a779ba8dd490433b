import {defaultUiPort, readRunningUi, recordRunningUi, type RunningUi} from '@rde/config/cluster/running-ui'
import {exitCodes, RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {openOnDesktop} from '@rde/process-runner/passthrough/open-on-desktop'
import {untilAborted} from '@rde/time'
import {RunWatches} from '@rde/workflow/engine'

import {Changes} from '../changes.js'
import {routes} from '../routes/routes.js'
import type {PanelSource, UiContext} from '../routes/ui-context.js'
import {OpenRuns} from '../runs/open-runs.js'
import {OwnRuns} from '../runs/own-runs.js'
import {readRun} from '../runs/read-run.js'
import {readPageFiles} from '../server/page-files.js'
import {startUiServer, type UiServer} from '../server/ui-server.js'

export interface UiOptions {
  readonly version: string
  /** The panels of the cluster page; read each time, since they depend on config.json. */
  readonly panels: () => Promise<PanelSource>
  /** If undefined: the default port, or a free one if it is taken. */
  readonly port: number | undefined
  readonly openBrowser: boolean
  /** The folder whose workflow files are shown next to those of the workflow directory. */
  readonly folder: string
  readonly signal: AbortSignal
  /** Called with the address once the page can be opened. */
  readonly onReady: (address: UiAddress) => void
}

export interface UiAddress {
  /** Contains the token that gives a browser access. */
  readonly link: string
  /** Another `rde ui` serves the page. */
  readonly alreadyRunning: boolean
  /** False if there is no desktop or `openBrowser` is false. */
  readonly opened: boolean
}

/** Serves the page until the signal; if another `rde ui` already serves it, opens that one. */
export async function serveUi(session: Session, options: UiOptions): Promise<void> {
  const running = options.port === undefined ? await readRunningUi(session.data) : undefined
  if (running !== undefined) {
    const opened = options.openBrowser && (await openOnDesktop(`${running.url}/?token=${await codeOf(running)}`))
    return options.onReady({link: linkOf(running), alreadyRunning: true, opened})
  }
  const context = uiContext(session, options)
  const server = await startServer(context, options.port)
  const {url, access} = server
  const forget = await recordRunningUi(session.data, {url, token: access.token})
  try {
    const opened = options.openBrowser && (await openOnDesktop(`${url}/?token=${access.oneTimeCode()}`))
    options.onReady({link: linkOf({url, token: access.token}), alreadyRunning: false, opened})
    await untilAborted(options.signal)
  } finally {
    await forget()
    await context.ownRuns.close()
    context.openRuns.close()
    context.changes.close()
    await server.close()
  }
}

function uiContext(session: Session, {version, panels, folder, signal}: UiOptions): UiContext {
  const ownRuns = new OwnRuns(session)
  const isOurs = (run: string) => ownRuns.has(run)
  // One watch of the cluster, however many runs are open in pages.
  const watches = new RunWatches(session.tools({signal}).kubectl)
  return {
    ...{version, panels, session, signal, ownRuns},
    folders: {directory: session.data.workflows, current: folder},
    openRuns: new OpenRuns((run, stop) => readRun(session, {run, signal: stop, isOurs, watches})),
    changes: new Changes(session),
  }
}

async function startServer(context: UiContext, port: number | undefined): Promise<UiServer> {
  const page = await readPageFiles()
  const mask = <Value>(value: Value) => context.session.secrets.maskDeep(value)
  const start = (wanted: number) => startUiServer({port: wanted, page, routes, context, mask})
  try {
    return await start(port ?? defaultUiPort)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    if (port !== undefined) throw portTaken(port)
    return start(0)
  }
}

function portTaken(port: number): RdeError {
  return new RdeError(`The page cannot be served: port ${port} on 127.0.0.1 is in use.`, {
    code: 'RDE_PORT_TAKEN',
    exitCode: exitCodes.failed,
    remedies: [{what: 'Let rde choose a port', command: 'rde ui'}],
  })
}

/** Gets a one-time code from the running server: the token itself must not appear on a command line. */
async function codeOf({url, token}: RunningUi): Promise<string> {
  const answer = await fetch(`${url}/api/code`, {method: 'POST', headers: {authorization: `Bearer ${token}`}})
  return ((await answer.json()) as {code: string}).code
}

function linkOf({url, token}: Pick<RunningUi, 'url' | 'token'>): string {
  return `${url}/?token=${token}`
}
