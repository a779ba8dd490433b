import {useState} from 'preact/hooks'

import type {RunReport} from '../../src/api.js'
import {RunBody} from '../parts/run-body.js'

/** One run as it was when the report was made, without a server. */
export function Report({report}: {report: RunReport}) {
  const [selected, setSelected] = useState(
    () => report.steps.find(({phase}) => phase === 'failed')?.name ?? report.steps[0]?.name,
  )
  const lines = selected === undefined ? [] : (report.logs[selected] ?? [])
  return (
    <>
      <header class="top">
        <span class="brand">rde</span>
        <span class="faint">Report created {new Date(report.madeAt).toLocaleString()}</span>
      </header>
      <main id="main">
        <RunBody {...report} {...{selected, log: {lines, version: 1}, onSelect: setSelected}} />
      </main>
    </>
  )
}
