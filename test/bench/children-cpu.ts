import {readFileSync} from 'node:fs'

/** Kernel ticks per second, on every Linux that Node supports. */
const ticksPerSecond = 100

/** CPU seconds of the ended child processes of this process. 0 if the kernel does not report them. */
export function readChildrenCpu(): number {
  try {
    // After the name, which may contain spaces and parentheses: the state is the third field.
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond
  } catch {
    return 0
  }
}
