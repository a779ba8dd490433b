// node --import tsx scripts/record/terminal-run.ts: a cluster's life with real tools, as a terminal of 100 columns shows it
// in the end; for README.md. It makes the cluster that the environment names, in an empty home, and deletes it.
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {onTerminal} from '../../test/acceptance/on-terminal.js'
import {root} from '../../test/acceptance/rde-process.js'
import {screen} from '../../test/acceptance/screen.js'

const lines = [
  'cluster start',
  'kubectl get nodes',
  'cluster start',
  'cluster status',
  'cluster stop',
  'cluster status',
  'cluster start',
  'cluster delete --yes',
]
const home = mkdtempSync(join(tmpdir(), 'rde-run-'))
const {PATH: path = '', RDE_CLUSTER, DOCKER_HOST} = process.env
const env = {COLUMNS: '100', ...(RDE_CLUSTER && {RDE_CLUSTER}), ...(DOCKER_HOST && {DOCKER_HOST})}
try {
  for (const line of lines) {
    const {output} = onTerminal([join(root, 'rde'), ...line.split(' ')], {path, home, env, timeoutMs: 600_000})
    const shown = screen(output).map((row) => row.replaceAll(home, '~').trimEnd())
    console.log([`$ ./rde ${line}`, ...shown].join('\n').trimEnd())
    console.log()
  }
} finally {
  rmSync(home, {recursive: true, force: true})
}
