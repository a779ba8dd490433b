import type {Context} from 'mocha'

/**
 * `it`, for tests that end in this check: a failure of the check is the test's, and comes before any clean-up. A hook that
 * fails is nobody's, and keeps the tests behind it from running.
 */
export function itEnding(check: () => unknown): (name: string, test: (this: Context) => unknown) => void {
  return (name, test) => {
    it(name, async function () {
      await test.call(this)
      await check()
    })
  }
}
