import {isRdeError, type RdeError} from '@rde/errors'

/** For tests: the RdeError that a call throws. Any other outcome fails the test. */
export async function failureOf(call: () => unknown): Promise<RdeError> {
  try {
    await call()
  } catch (error) {
    if (isRdeError(error)) return error
    throw error
  }
  throw new Error('it did not fail')
}
