import type {Section} from '@rde/config'
import type {ProcessRunner} from '@rde/process-runner'
import type {Kubectl} from '@rde/toolchain'

import type {Capabilities} from '../../types/index.js'

interface Owned {
  readonly kubectl: Kubectl
  readonly runner: Pick<ProcessRunner, 'capture'>
  readonly signal: AbortSignal
  readonly settings: () => Section
}

/** What an extension is given of our tools: what its types promise, and no more of our classes than that. */
export function lendCapabilities({kubectl, runner, signal, settings}: Owned): Capabilities {
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
