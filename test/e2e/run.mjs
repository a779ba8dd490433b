// npm run test:e2e [-- --all]: the tests that need a real Docker and a real k3d, one after the other. Those that take
// minutes (*.slow.test.ts) run only with --all. Without Docker or k3d, it reports that it skips them, and still ends
// with the line of counts.
import {spawnSync} from 'node:child_process'
import {readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))
const [all, rest] = [process.argv.includes('--all'), process.argv.slice(2).filter((word) => word !== '--all')]

const files = readdirSync(here)
  .filter((name) => name.endsWith('.test.ts') && (all || !name.endsWith('.slow.test.ts')))
  .map((name) => `${here}${name}`)
const missing = [
  ['docker', 'info'],
  ['k3d', 'version'],
].find(([tool, ...args]) => spawnSync(tool, args, {stdio: 'ignore', timeout: 20_000}).status !== 0)

if (files.length === 0) skip('there are no end-to-end tests')
else if (missing) skip(`\`${missing.join(' ')}\` does not answer`)
else process.exitCode = runMocha()

function skip(reason) {
  console.log(`End-to-end tests skipped: ${reason}.`)
  console.log(`0 passed, 0 failed, ${files.length} skipped`)
}

function runMocha() {
  const mocha = fileURLToPath(import.meta.resolve('mocha/bin/mocha.js'))
  const args = [mocha, '--config', `${here}.mocharc.json`, ...files, ...rest]
  return spawnSync(process.execPath, args, {cwd: root, stdio: 'inherit'}).status ?? 1
}
