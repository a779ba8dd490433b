import {useEffect, useRef} from 'preact/hooks'

import {Link, useAddress} from './address.js'
import type {PanelList} from '../src/api.js'
import {useAnswer, type Answer} from './server.js'
import {ClusterView, PanelPage} from './views/cluster.js'
import {FormView} from './views/form.js'
import {LogView} from './views/log.js'
import {OverviewView} from './views/overview.js'
import {RunView} from './views/run.js'

/** The frame around every view. The address alone decides what is shown, so every view survives a reload. */
export function Page() {
  const {pathname, search} = useAddress()
  const panels = useAnswer<PanelList>('/api/panels')
  const main = useRef<HTMLElement>(null)
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current !== pathname) main.current?.focus()
    shown.current = pathname
  }, [pathname])
  return (
    <>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <header class="top">
        <Link href="/" class="brand">
          rde
        </Link>
        <nav aria-label="Pages">
          <Link href="/" current={pathname === '/'}>
            Workflows
          </Link>
          <Link href="/cluster" current={pathname === '/cluster'}>
            Cluster
          </Link>
          <PanelLinks pathname={pathname} panels={panels.data?.panels ?? []} />
        </nav>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        <View pathname={pathname} query={new URLSearchParams(search)} panels={panels} />
      </main>
    </>
  )
}

/** Links to panels with their own page. */
function PanelLinks({pathname, panels}: {pathname: string; panels: PanelList['panels']}) {
  const own = panels.filter(({ownPage}) => ownPage)
  return own.map(({id, title}) => (
    <Link key={id} href={`/panels/${id}`} current={pathname === `/panels/${id}`}>
      {title}
    </Link>
  ))
}

interface ViewProps {
  pathname: string
  query: URLSearchParams
  panels: Answer<PanelList>
}

function View({pathname, query, panels}: ViewProps) {
  const run = runOf(pathname)
  if (run !== undefined) return <RunView key={run} run={run} query={query} />
  if (pathname === '/run') return <FormView key={query.toString()} query={query} />
  if (pathname === '/cluster') return <ClusterView panels={panels} />
  const [, panel, log] = /^\/panels\/([^/]+)(\/log)?$/.exec(pathname) ?? []
  if (panel !== undefined && log !== undefined)
    return <LogView key={pathname} {...{panel, name: query.get('name') ?? ''}} />
  if (panel !== undefined) return <PanelPage key={panel} id={panel} panels={panels} />
  if (pathname === '/') return <OverviewView />
  return (
    <>
      <h1>Page not found</h1>
      <p>
        There is nothing at <code>{pathname}</code>. <Link href="/">See the workflows</Link>.
      </p>
    </>
  )
}

/** `/local/NAME/runs/N`, `/workflows/NAME/runs/N` or `/runs/OBJECT`; the relay CLI adds `/graph` to its links. */
function runOf(pathname: string): string | undefined {
  const [, kind, name, number] = /^\/(local|workflows)\/([^/]+)\/runs\/(\d+)(?:\/graph)?$/.exec(pathname) ?? []
  if (name !== undefined) return `${kind === 'local' ? 'local/' : ''}${decodeURIComponent(name)}#${number}`
  const [, object] = /^\/runs\/([^/]+)$/.exec(pathname) ?? []
  return object === undefined ? undefined : decodeURIComponent(object)
}
