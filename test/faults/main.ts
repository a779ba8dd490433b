// npm run faults [-- WORD… --quick --seed=N --cluster=rde-test-…]: provokes real faults and prints the output of rde
// for each. A word selects the faults whose names contain it.
import {loadavg} from 'node:os'

import {allFaults} from './all-faults.js'
import {FaultRun} from './fault-run.js'

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const option = (name: string) => process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1]
const seed = Number(option('seed') ?? Date.now() % 100_000)
const run = new FaultRun(option('cluster') ?? 'rde-test-e2e-faults', seed)
const chosen = allFaults
  .filter(({name}) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word.toLowerCase())))
  .filter(({slow = false}) => !slow || !process.argv.includes('--quick'))

console.log(`${chosen.length} faults, seed ${seed}`)
const failed: string[] = []
let skipped = 0
for (const fault of chosen) {
  const reason = fault.unless?.()
  console.log(`\n=== ${fault.name}`)
  if (reason !== undefined) {
    console.log(`    skipped: ${reason}`)
    skipped += 1
    continue
  }
  const begin = performance.now()
  const error = await run.play(fault, (line) => console.log(`    ${line}`)).catch((thrown: Error) => thrown)
  const took = `${((performance.now() - begin) / 1_000).toFixed(1)} s, load ${loadavg()[0]?.toFixed(1)}`
  console.log(error ? `✖ ${took}: ${error.message}` : `✔ ${took}`)
  if (error) failed.push(fault.name)
}
await run.clear().catch((error: Error) => failed.push(`at the end: ${error.message}`))
for (const name of failed) console.log(`failed: ${name}`)
console.log(`${chosen.length - failed.length - skipped} passed, ${failed.length} failed, ${skipped} skipped`)
process.exitCode = failed.length > 0 ? 1 : 0
