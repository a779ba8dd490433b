// RDE_E2E_STACK=DIR node --import tsx scripts/record/terminal-run.ts: prints a cluster's life with real tools, as a
// terminal of 100 columns shows it at the end; for README.md. It creates the cluster that the environment names, in an
// empty home, and deletes it. DIR is a complete folder for `--stack`; it is shown as ~/stack.
import {mkdtempSync, rmSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {onTerminal} from '../../test/acceptance/on-terminal.js'
import {root} from '../../test/acceptance/rde-process.js'
import {screen} from '../../test/acceptance/screen.js'

const lines = [
  'workflow run examples/hello.yaml --on host --yes',
  'cluster start --profile core --stack ~/stack',
  'images import alpine:3.16',
  'workflow run examples/hello.yaml -p name=you',
  'relay workflow list',
  'kubectl get runs.relay.sh -n relay-tenants',
  'cluster start',
  'cluster status',
  'cluster stop',
  'cluster start',
  'cluster delete --yes',
]
const home = mkdtempSync(join(tmpdir(), 'rde-run-'))
const {PATH: path = '', RDE_CLUSTER, DOCKER_HOST} = process.env
const env = {COLUMNS: '100', ...(RDE_CLUSTER && {RDE_CLUSTER}), ...(DOCKER_HOST && {DOCKER_HOST})}
symlinkSync(process.env['RDE_E2E_STACK'] ?? '/nowhere', join(home, 'stack'))
try {
  for (const line of lines) {
    const {output} = onTerminal([join(root, 'rde'), ...line.replace('~', home).split(' ')], {
      path,
      home,
      env,
      timeoutMs: 600_000,
    })
    const shown = screen(output).map((row) => row.replaceAll(home, '~').trimEnd())
    console.log([`$ ./rde ${line}`, ...shown].join('\n').trimEnd())
    console.log()
  }
} finally {
  rmSync(home, {recursive: true, force: true})
}
