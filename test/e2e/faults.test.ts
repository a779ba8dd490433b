import {allFaults} from '../faults/all-faults.js'
import {Stage} from '../faults/stage.js'

/** The faults that take seconds; `npm run faults` provokes all and shows what rde says of each. */
describe('What goes wrong with a cluster', () => {
  const stage = new Stage('rde-test-e2e-faults')
  after(() => stage.clear())

  for (const fault of allFaults.filter(({slow = false}) => !slow)) {
    it(fault.name, async function () {
      if (fault.unless?.() !== undefined) this.skip()
      await stage.play(fault)
    })
  }
})
