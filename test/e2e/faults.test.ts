import {allFaults} from '../faults/all-faults.js'
import {FaultRun} from '../faults/fault-run.js'

/** The faults that take seconds; `npm run faults` provokes all and shows the output of rde. */
describe('Faults of a cluster', () => {
  const run = new FaultRun('rde-test-e2e-faults')
  after(() => run.clear())

  for (const fault of allFaults.filter(({slow = false}) => !slow)) {
    it(fault.name, async function () {
      if (fault.unless?.() !== undefined) this.skip()
      await run.play(fault)
    })
  }
})
