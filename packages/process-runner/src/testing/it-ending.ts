import type {Context} from 'mocha'

/**
 * `it` for tests that end with this check: its failure belongs to the test, and happens before any clean-up. A failing
 * hook would belong to no test and would skip the tests after it.
 */
export function itEnding(check: () => unknown): (name: string, test: (this: Context) => unknown) => void {
  return (name, test) => {
    it(name, async function () {
      await test.call(this)
      await check()
    })
  }
}
