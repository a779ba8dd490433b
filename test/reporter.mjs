import mocha from 'mocha'

/** The spec reporter, ending in the one line that a script wants. */
export default class CountingReporter extends mocha.reporters.Spec {
  epilogue() {
    super.epilogue()
    const {passes = 0, failures = 0, pending = 0} = this.stats
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`)
  }
}
