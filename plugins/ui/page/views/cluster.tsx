import {useEffect, useState} from 'preact/hooks'

import type {PanelContent, PanelList, PanelState, PanelTable} from '../../src/api.js'
import {Command, Problem} from '../parts/problem.js'
import {Link} from '../address.js'
import {StateIcon, type State} from '../parts/state.js'
import {useAnswer, type Answer} from '../server.js'

/** How often the panels are read while the page is visible. */
const everyMs = 5_000

/** The cluster page: the panels of all plugins. */
export function ClusterView({panels: {data, failure}}: {panels: Answer<PanelList>}) {
  const version = useTicks()
  useEffect(() => {
    document.title = 'Cluster · rde'
  }, [])
  return (
    <>
      <h1>Cluster</h1>
      {failure !== undefined && <Problem failure={failure} />}
      {data === undefined && failure === undefined && <p class="faint">Loading …</p>}
      {data?.panels
        .filter(({ownPage}) => !ownPage)
        .map(({id, title}) => (
          <PanelView key={id} {...{id, title, version}} />
        ))}
    </>
  )
}

/** A panel with its own page. */
export function PanelPage({id, panels: {data, failure}}: {id: string; panels: Answer<PanelList>}) {
  const version = useTicks()
  const title = data?.panels.find((panel) => panel.id === id)?.title ?? ''
  useEffect(() => {
    document.title = `${title} · rde`
  }, [title])
  return (
    <>
      <h1>{title}</h1>
      {failure !== undefined && <Problem failure={failure} />}
      <PanelView {...{id, version}} />
    </>
  )
}

/** Without a title if the page shows it. */
function PanelView({id, title, version}: {id: string; title?: string; version: number}) {
  const {data, failure} = useAnswer<PanelContent>(`/api/panels/${encodeURIComponent(id)}`, version)
  return (
    <section class="card" aria-labelledby={title === undefined ? undefined : `panel-${id}`}>
      {title !== undefined && <h2 id={`panel-${id}`}>{title}</h2>}
      {failure !== undefined && <Problem failure={failure} />}
      {data === undefined && failure === undefined && <p class="faint">Loading …</p>}
      {data !== undefined && <Content panel={id} content={data} />}
    </section>
  )
}

const icons: Readonly<Record<PanelState, State>> = {
  ok: 'succeeded',
  warning: 'asking',
  error: 'failed',
  unknown: 'waiting',
}

function Content({panel, content}: {panel: string; content: PanelContent}) {
  const {state, summary, problems = [], tables = []} = content
  return (
    <>
      <p class={`summary ${icons[state]}`}>
        <StateIcon state={icons[state]} />
        <span class="lines">{summary}</span>
      </p>
      {problems.length > 0 && (
        <ul class="remedies">
          {problems.map(({message, remedy}) => (
            <li>
              <span class="lines">{message}</span>
              {remedy !== undefined && <Command text={remedy.command} />}
            </li>
          ))}
        </ul>
      )}
      {tables.map((table) => (
        <Table key={table.title} {...{panel, table}} />
      ))}
    </>
  )
}

const words: Readonly<Record<PanelState, string>> = {
  ok: 'OK',
  warning: 'warning',
  error: 'error',
  unknown: 'unknown',
}

function Table({panel, table: {title, columns, rows}}: {panel: string; table: PanelTable}) {
  const hasLogs = rows.some(({log}) => log !== undefined)
  if (rows.length === 0) return null
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label={title}>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col">{column}</th>
            ))}
            {hasLogs && <th scope="col">Log</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({state, cells, log}) => (
            <tr key={cells.join('\n')}>
              {cells.map((cell, index) => (
                <td>
                  {index === 0 && state !== undefined && (
                    <>
                      <StateIcon state={icons[state]} />
                      <span class="hidden">{words[state]}: </span>
                    </>
                  )}
                  {cell}
                </td>
              ))}
              {hasLogs && <td>{log !== undefined && <LogLink {...{panel, log}} />}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function LogLink({panel, log}: {panel: string; log: string}) {
  return (
    <Link href={`/panels/${panel}/log?name=${encodeURIComponent(log)}`}>
      Log<span class="hidden"> of {log}</span>
    </Link>
  )
}

/** Counts up while the page is visible. */
function useTicks(): number {
  const [ticks, setTicks] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && setTicks((before) => before + 1), everyMs)
    return () => clearInterval(timer)
  }, [])
  return ticks
}
