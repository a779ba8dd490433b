import {useEffect, useRef, useState} from 'preact/hooks'

import type {Failure, LogMessage} from '../../src/api.js'
import {Link} from '../address.js'
import {Log} from '../parts/log.js'
import {LostConnection} from '../parts/lost-connection.js'
import {Problem} from '../parts/problem.js'
import {useEvents} from '../server.js'

/** The most lines kept; the oldest are dropped. */
const mostLines = 100_000

/** The log of a row of a panel, live. */
export function LogView({panel, name}: {panel: string; name: string}) {
  const {lines, version, ended, failure, connection} = useLog(panel, name)
  useEffect(() => {
    document.title = `Log of ${name} · rde`
  }, [name])
  return (
    <>
      <p>
        <Link href="/cluster">Cluster</Link>
      </p>
      <h1>{name}</h1>
      {connection === 'lost' && !ended && <LostConnection />}
      {failure !== undefined && <Problem failure={failure} />}
      {ended && failure === undefined && <p role="status">The log has ended: its source no longer exists.</p>}
      <section class="card">
        <Log {...{step: name, lines, version, live: !ended}} />
      </section>
    </>
  )
}

function useLog(panel: string, name: string) {
  const [version, setVersion] = useState(0)
  const [end, setEnd] = useState<{failure?: Failure}>()
  const lines = useRef<string[]>([])
  const path = `/api/panels/${encodeURIComponent(panel)}/log?name=${encodeURIComponent(name)}`
  const connection = useEvents<LogMessage>(end === undefined ? path : undefined, (message) => {
    if (message.type === 'end') return setEnd(message)
    if (message.type === 'begin') lines.current = []
    else for (const line of message.lines) lines.current.push(line)
    if (lines.current.length > mostLines) lines.current.splice(0, lines.current.length - mostLines)
    setVersion((before) => before + 1)
  })
  return {lines: lines.current, version, ended: end !== undefined, failure: end?.failure, connection}
}
