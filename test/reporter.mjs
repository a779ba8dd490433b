import mocha from 'mocha'

/** The spec reporter, plus a last line of counts that scripts can parse. */
export default class CountingReporter extends mocha.reporters.Spec {
  epilogue() {
    super.epilogue()
    const {passes = 0, failures = 0, pending = 0} = this.stats
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`)
  }
}
