import type {Section} from '@rde/config'
import type {ProcessRunner} from '@rde/process-runner'
import type {Kubectl} from '@rde/toolchain'

import type {Capabilities} from '../../types/index.js'

interface CapabilitiesContext {
  readonly kubectl: Kubectl
  readonly runner: Pick<ProcessRunner, 'capture'>
  readonly signal: AbortSignal
  readonly settings: () => Section
}

/** The capabilities that an extension gets: exactly what its types promise, and nothing else of rde's classes. */
export function createCapabilities({kubectl, runner, signal, settings}: CapabilitiesContext): Capabilities {
  return {
    kubectl: {
      get: (...args) => kubectl.get(...args),
      run: (...args) => kubectl.run(...args),
      apply: (objects) => kubectl.apply(objects),
      wait: (args, timeoutMs) => kubectl.wait(args, timeoutMs),
      exec: (request) => kubectl.exec(request),
    },
    runner: {capture: (request) => runner.capture(request)},
    signal,
    settings,
  }
}
